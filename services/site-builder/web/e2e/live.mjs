// What the tests of live names share: an account, calls as the pages make them, and visits that trust one root alone.
import { readFileSync } from "node:fs";
import https from "node:https";
import { check } from "./browser.mjs";

const LIMIT = 60_000;
const AGAIN = 100;
const root = process.env.CA_ROOT ? readFileSync(process.env.CA_ROOT) : undefined;

/** A new account, signed in. */
export async function buyer(page, app, stamp) {
  const at = (name) => page.locator(`[data-test="${name}"]`);
  await page.goto(app);
  await at("email").fill(`buyer-${stamp}@example.com`);
  await at("password").fill("a long enough secret");
  await at("sign-up").click();
  await at("first-site").waitFor({ timeout: LIMIT });
}

/** A new account's first site, made and published by its buttons. */
export async function publishedSite(page, app, stamp, title) {
  const wait = { timeout: LIMIT };
  const at = (name) => page.locator(`[data-test="${name}"]`);
  await buyer(page, app, stamp);
  await at("first-site").click();
  await at("site-title").fill(title);
  await at("create-site").click();
  await page.waitForURL(/\/edit\//, wait);
  await page.goto(app);
  await at("publish-site").click();
  await at("toast").waitFor(wait);
}

/** A published one, by calls; its id. */
export async function newSite(page, slug) {
  const { site } = await ask(page, "/sites", "POST", { title: "Many", slug: `many-${slug}`, template: "blank" });
  await ask(page, `/sites/${site}/publish`, "POST");
  return site;
}

/** A call as the page's own: its session, its origin. */
export async function ask(page, path, method, body, domains = false) {
  const answer = await page.evaluate(
    async ([path, method, body, domains]) => {
      const session = await (await fetch("/api/v1/session")).json();
      const at = domains ? (await (await fetch("/api/v1/services")).json()).domains : "";
      const headers = { "Content-Type": "application/json", "Plat-Csrf": session.csrf };
      if (!domains) headers["Idempotency-Key"] = crypto.randomUUID();
      const response = await fetch(`${at}/api/v1${path}`, { method, headers, credentials: "include", ...(body ? { body: JSON.stringify(body) } : {}) });
      return { status: response.status, body: await response.text() };
    },
    [path, method, body, domains],
  );
  check(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
  return answer.body ? JSON.parse(answer.body) : {};
}

/** Returns when the site answers on the name over HTTPS. */
export async function opens(name) {
  const begun = performance.now();
  while (!(await good(name))) {
    check(performance.now() - begun < LIMIT, `${name} does not come alive`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** Fails unless the site answers on the name over HTTPS now. */
export async function answers(name) {
  check(await good(name), `${name} does not answer`);
}

function good(name) {
  const port = process.env.EDGE_TLS;
  return new Promise((resolve) => {
    const question = { host: "127.0.0.1", port, servername: name, headers: { Host: `${name}:${port}` }, path: "/", ca: root, agent: false, timeout: 5_000 };
    const request = https.get(question, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on("error", () => resolve(false));
    request.on("timeout", () => request.destroy());
  });
}

/** Collects durations and tells their ranks. */
export function times(what) {
  const taken = [];
  return {
    async measure(work) {
      const begun = performance.now();
      await work();
      taken.push(Math.round(performance.now() - begun));
    },
    /** The 95th percentile, in milliseconds. */
    tell() {
      taken.sort((a, b) => a - b);
      const rank = (part) => taken[Math.min(taken.length - 1, Math.ceil(part * taken.length) - 1)];
      console.log(`${what}, ${taken.length} names: p50 ${rank(0.5)} ms, p95 ${rank(0.95)} ms, most ${taken.at(-1)} ms`);
      return rank(0.95);
    },
  };
}
