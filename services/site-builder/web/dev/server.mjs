// A server for people who work on the two pages: the API of the contract from memory, the pages with
// hot reload, published sites under <slug>.plat-sites.localhost. `--built` serves the built pages
// under the same Content-Security-Policy as the real service; the browser journey runs against that.
//
//   npm run dev            http://plat-app.localhost:5180/
//   npm run dev -- --built --port 0
import http from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { Names, Problem, Registrations, Store, templates } from "./store.mjs";

const built = process.argv.includes("--built");
const portAt = process.argv.indexOf("--port");
const wanted = portAt > 0 ? Number(process.argv[portAt + 1]) : 5180;
const webRoot = fileURLToPath(new URL("..", import.meta.url));
const output = process.env.PLAT_WEB_OUT ?? fileURLToPath(new URL("../../target/web-dist/web", import.meta.url));

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };

const store = new Store();
const names = new Names();
const registrations = new Registrations(names);
const server = http.createServer((request, response) => void handle(request, response));
const vite = built ? undefined : await (await import("vite")).createServer({ root: webRoot, server: { middlewareMode: true, hmr: { server } }, appType: "custom" });

async function handle(request, response) {
  try {
    const host = (request.headers.host ?? "").split(":")[0];
    const url = new URL(request.url, `http://${request.headers.host}`);
    if (host.endsWith(".plat-sites.localhost")) return await published(host.split(".")[0], url, response);
    if (url.pathname.startsWith("/api/v1/")) return await api(request, response, url);
    return await page(request, response, url);
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(500, "internal", String(error));
    if (problem.status === 500) console.error(error);
    const body = { type: "about:blank", title: problem.code, status: problem.status, code: problem.code, detail: problem.detail, ...problem.facts };
    send(response, problem.status, JSON.stringify(body), "application/problem+json");
  }
}

async function page(request, response, url) {
  const entry = url.pathname === "/" ? "dashboard.html" : /^\/edit\/[^/]+\/[^/]+$/.test(url.pathname) ? "editor.html" : undefined;
  if (vite) {
    if (!entry) return vite.middlewares(request, response);
    const html = await vite.transformIndexHtml(request.url, readFileSync(webRoot + entry, "utf8"));
    return send(response, 200, html, TYPES[".html"]);
  }
  const file = `${output}/${entry ?? url.pathname.slice(1)}`;
  if (file.includes("..") || !existsSync(file)) throw new Problem(404, "not-found", "No such file.");
  response.setHeader("Content-Security-Policy", CSP);
  send(response, 200, readFileSync(file), TYPES[extname(file)] ?? "application/octet-stream");
}

async function api(request, response, url) {
  const path = url.pathname.slice("/api/v1".length);
  const method = request.method;
  const ticket = /__Host-plat_tkt=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  const session = store.sessions.get(ticket);
  const json = (status, body, headers = {}) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    send(response, status, body === undefined ? "" : JSON.stringify(body), "application/json");
  };
  const cookie = (value, age) => ({ "Set-Cookie": `__Host-plat_tkt=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${age}` });

  if (method !== "GET" && request.headers.origin !== `http://${request.headers.host}`) throw new Problem(403, "origin-refused", "Wrong origin.", { value: request.headers.origin });
  if (path === "/accounts" && method === "POST") {
    const made = store.signUp(await readJson(request));
    return json(201, { account: store.sessions.get(made).account }, cookie(made, 86_400));
  }
  if (path === "/session" && method === "POST") {
    const made = store.signIn(await readJson(request));
    const { account, email } = store.sessions.get(made);
    return json(200, { account, email }, cookie(made, 86_400));
  }
  if (!session) throw new Problem(401, "sign-in-required", "Sign in.");
  if (path === "/session" && method === "GET") return json(200, session);
  if (method !== "GET" && request.headers["plat-csrf"] !== session.csrf) throw new Problem(403, "origin-refused", "Wrong CSRF token.");
  if (path === "/session" && method === "DELETE") {
    store.sessions.delete(ticket);
    return json(204, undefined, cookie("", 0));
  }
  // Here the domains service stands on the same origin.
  if (path === "/services") return json(200, { domains: "", checkout: null });
  const domain = /^\/domains\/([^/]+)(\/check)?$/.exec(path);
  if (domain && method === "POST") return json(202, names.check(domain[1]));
  if (domain && method === "DELETE") return json(202, names.remove(domain[1]));
  const registration = /^\/registrations\/([\w-]+)$/.exec(path);
  if (path === "/registrations/offer") return json(200, { suffixes: ["test"], withoutPayment: true });
  if (path === "/registrations/quote") return json(200, registrations.quote(url.searchParams.get("name")));
  if (path === "/registrations") return json(200, { registrations: registrations.of(session.account) });
  if (registration && method === "PATCH") return json(200, registrations.renews(session.account, registration[1], (await readJson(request)).autoRenew));
  if (registration) return json(200, registrations.one(session.account, registration[1]));
  const zone = /^\/zones\/([^/]+)\/records$/.exec(path);
  if (zone && method === "PUT") return json(200, registrations.records(session.account, zone[1], Number(/\d+/.exec(request.headers["if-match"] ?? "")?.[0]), await readJson(request)));
  if (zone) return json(200, registrations.zone(session.account, zone[1]));
  if (path === "/allowance") return json(200, { plan: "", state: "active", sites: 500 });
  if (path === "/templates") return json(200, { templates: templates.map(({ id, title, description }) => ({ id, title, description })) });
  if (path === "/sites" && method === "GET") return json(200, { sites: [...store.sites.values()].filter((one) => one.account === session.account).map(row) });
  if (path === "/sites" && method === "POST") return json(201, row(store.createSite(session.account, await readJson(request))));

  const [, , siteId, kind, item, more] = path.split("/");
  const site = store.site(session.account, siteId);
  const at = `${method} ${kind ?? ""}${item ? "/*" : ""}${more ? `/${more}` : ""}`;
  switch (at) {
    case "GET ":
      return json(200, view(site));
    case "POST pages":
      store.addPage(site, await readJson(request));
      return json(201, view(site));
    case "GET documents/*": {
      const { rev, body } = site.documents.get(item) ?? {};
      if (!rev) throw new Problem(404, "not-found", "No such document.", { value: item });
      return json(200, { rev, sha256: "", body }, { ETag: `"${rev}"` });
    }
    case "PUT documents/*": {
      const seen = /^"(\d+)"$/.exec(request.headers["if-match"] ?? "")?.[1];
      return json(200, store.save(site, item, seen && Number(seen), await readJson(request), request.headers["idempotency-key"]));
    }
    case "POST media": {
      const name = decodeURIComponent(request.headers["plat-file-name"] ?? "picture");
      return json(201, media(site, store.addMedia(site, request.headers["content-type"], name, await readBody(request))));
    }
    case "GET media":
      return json(200, { media: [...site.media.values()].reverse().map((one) => media(site, one)) });
    case "GET media/*/content": {
      const found = site.media.get(item);
      if (!found) throw new Problem(404, "not-found", "No such picture.", { value: item });
      return send(response, 200, found.bytes, found.type);
    }
    case "POST domains/*": // watch
      return send(response, 204, "", "text/plain");
    case "GET domains":
      return json(200, { domains: names.of(site.site) });
    case "POST domains": {
      const { name, pair } = await readJson(request);
      return json(201, names.add(site.site, name, pair));
    }
    case "POST registrations":
      return json(201, registrations.buy(session.account, site.site, await readJson(request)));
    case "POST publish":
      site.live = await render(site);
      return json(200, { publication: "publ_1", generation: 1, release: "rel_1", url: address(site) });
    default:
      throw new Problem(404, "not-found", "No such path.", { value: path });
  }
}

const address = (site) => `http://${site.slug}.plat-sites.localhost:${server.address().port}/`;
const row = (site) => ({ site: site.site, slug: site.slug, title: site.title, url: address(site), published: Boolean(site.live), created: site.created });
const view = (site) => ({ ...row(site), pages: site.pages.map((one) => ({ ...one, rev: site.documents.get(one.document).rev })) });
const media = (site, { bytes: _, sha256: __, ...one }) => ({ ...one, url: `/api/v1/sites/${site.site}/media/${one.media}/content` });

/** GrapesJS itself, headless, stands in for the renderer. */
async function render(site) {
  globalThis.CSS ??= { escape: (text) => text };
  const { default: grapesjs } = await import("grapesjs");
  const files = new Map();
  for (const { path, title, document } of site.pages) {
    const { component, styles } = site.documents.get(document).body.body;
    const editor = grapesjs.init({ headless: true, telemetry: false, cssIcons: "", storageManager: false });
    editor.loadProjectData({ pages: [{ frames: [{ component }] }], styles });
    const own = (text) =>
      text.replace(/\/api\/v1\/sites\/[^/]+\/media\/([^/]+)\/content/g, (whole, one) => {
        const found = site.media.get(one);
        if (!found) return whole;
        const name = `/_a/${found.sha256}.${found.type.split("/")[1]}`;
        files.set(name, { type: found.type, bytes: found.bytes });
        return name;
      });
    const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>`;
    const html = `<!doctype html><html lang="en"><head>${head}<style>${own(editor.getCss())}</style></head>${own(editor.getHtml())}</html>`;
    files.set(`/${path}`, { type: "text/html; charset=utf-8", bytes: html });
    editor.destroy();
  }
  return files;
}

async function published(slug, url, response) {
  const site = [...store.sites.values()].find((one) => one.slug === slug);
  const file = site?.live?.get(url.pathname);
  if (!file) throw new Problem(404, site ? "not-found" : "host-unknown", "Nothing here.");
  send(response, 200, file.bytes, file.type);
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readJson(request) {
  try {
    return JSON.parse((await readBody(request)).toString("utf8"));
  } catch {
    throw new Problem(400, "json-malformed", "Not JSON.", { offset: 0 });
  }
}

function send(response, status, body, type) {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  response.end(body);
}

server.listen(wanted, "127.0.0.1", () => console.log(`ready http://plat-app.localhost:${server.address().port}/`));
