// What the fake server remembers: as little of Plat as the two pages need, in memory.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

const templatesFolder = new URL("../../src/main/resources/dev/plat/building/templates/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, templatesFolder), "utf8"));

export const templates = read("templates.json").templates;

const id = (kind) => `${kind}_${BigInt("0x" + randomBytes(16).toString("hex")).toString(32)}`;
const digest = (text) => createHash("sha256").update(text).digest("hex");

export class Problem extends Error {
  constructor(status, code, detail, facts = {}) {
    super(detail);
    Object.assign(this, { status, code, detail, facts });
  }
}

export class Store {
  accounts = new Map();
  sessions = new Map();
  sites = new Map();
  #answers = new Map();

  signUp({ email, password }) {
    if (!/^\S+@\S+$/.test(email ?? "")) throw invalid("email", email, "an e-mail address");
    if ((password ?? "").length < 10) throw invalid("password", "(hidden)", "10 to 256 characters");
    if (this.accounts.has(email)) throw new Problem(409, "name-taken", "This address has an account.", { value: email });
    this.accounts.set(email, { account: id("acct"), email, password });
    return this.signIn({ email, password });
  }

  signIn({ email, password }) {
    const account = this.accounts.get(email);
    if (!account || account.password !== password) throw new Problem(401, "sign-in-failed", "Address and password do not match.");
    const ticket = randomUUID();
    this.sessions.set(ticket, { account: account.account, email, csrf: randomUUID() });
    return ticket;
  }

  createSite(account, { title, slug, template }) {
    if (!/^[a-z0-9](?:-?[a-z0-9]){2,62}$/.test(slug ?? "")) throw new Problem(422, "slug-invalid", "Not a slug.", { value: slug, rule: "a-z, 0-9, hyphens inside" });
    if ([...this.sites.values()].some((one) => one.slug === slug)) throw new Problem(409, "slug-taken", "The slug is taken.", { value: slug });
    const chosen = templates.find((one) => one.id === template);
    if (!chosen) throw invalid("template", template, templates.map((one) => one.id).join(", "));
    const site = { site: id("site"), account, slug, title, created: new Date().toISOString(), pages: [], documents: new Map(), media: new Map(), live: undefined };
    for (const page of chosen.pages) this.addPage(site, page, read(page.document));
    this.sites.set(site.site, site);
    return site;
  }

  addPage(site, { title, path }, body = read("blank/index.json")) {
    const other = site.pages.find((one) => one.path === path);
    if (other) throw new Problem(409, "path-taken", "The path is in use.", { value: path, page: other.page });
    const page = { page: id("page"), title, path, document: id("doc") };
    site.documents.set(page.document, { rev: 1, body, saved: new Date().toISOString(), author: site.account });
    site.pages.push(page);
  }

  site(account, siteId) {
    const site = this.sites.get(siteId);
    if (!site || site.account !== account) throw new Problem(404, "not-found", "No such site.", { value: siteId });
    return site;
  }

  save(site, documentId, seen, body, key) {
    if (key && this.#answers.has(key)) return this.#answers.get(key);
    const document = site.documents.get(documentId);
    if (!document) throw new Problem(404, "not-found", "No such document.", { value: documentId });
    if (seen === undefined) throw new Problem(428, "revision-required", "If-Match is missing.");
    if (JSON.stringify(body) === JSON.stringify(document.body)) return { rev: document.rev, sha256: digest(JSON.stringify(body)), removed: [] };
    if (seen !== document.rev) {
      throw new Problem(412, "revision-stale", "The page was changed meanwhile.", { current: document.rev, author: document.author, saved: document.saved });
    }
    const removed = [];
    clean(body.body.component, "/body/component", removed);
    Object.assign(document, { rev: document.rev + 1, body, saved: new Date().toISOString() });
    const answer = { rev: document.rev, sha256: digest(JSON.stringify(body)), removed };
    if (key) this.#answers.set(key, answer);
    return answer;
  }

  addMedia(site, type, name, bytes) {
    const size = pngSize(bytes) ?? { width: 0, height: 0 };
    if (!/^image\/(png|jpeg|gif|webp)$/.test(type)) throw new Problem(415, "media-type-refused", "Not a picture.", { found: type, allowed: "PNG, JPEG, GIF, WebP" });
    if (type === "image/png" && !size.width) throw new Problem(422, "image-refused", "The header is broken.", { found: "no PNG header" });
    const media = { media: id("media"), name, type, ...size, size: bytes.length, sha256: digest(bytes), bytes };
    site.media.set(media.media, media);
    return media;
  }
}

/** Names of one's own: each check finds one thing more. */
export class Names {
  #bySite = new Map();

  of(site) {
    return [...(this.#bySite.get(site) ?? new Map()).values()];
  }

  add(site, given, pair) {
    const name = (given ?? "").trim().toLowerCase().replace(/\.$/, "");
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) throw new Problem(422, "name-invalid", "This is not a host name.", { value: given, expected: "a name such as example.com" });
    const names = this.#bySite.get(site) ?? this.#bySite.set(site, new Map()).get(site);
    const wanted = pair ? [name, `www.${name}`] : [name];
    for (const [i, one] of wanted.entries()) if (!names.has(one)) names.set(one, made(site, one, i ? name : null));
    return names.get(name);
  }

  check(name) {
    const found = this.#find(name);
    const next = { claimed: "proven", proven: "routed" }[found.nameStatus] ?? found.nameStatus;
    found.nameStatus = next;
    found.findings = next === "routed" ? [] : [{ code: "address-missing", sentence: `${name} has no address yet.`, wanted: [], found: [] }];
    return found;
  }

  remove(name) {
    this.#bySite.get(this.#find(name).site).delete(name);
    return { name, off: 1, nodes: 1, missing: [] };
  }

  /** As bought: nothing is left to set. */
  give(site, name) {
    this.add(site, name, true);
    for (const one of [name, `www.${name}`]) Object.assign(this.#find(one), { nameStatus: "routed", records: [], findings: [] });
  }

  #find(name) {
    for (const names of this.#bySite.values()) if (names.has(name)) return names.get(name);
    throw new Problem(404, "not-found", "No such name.", { value: name });
  }
}

/** Names that are bought: one is taken, and each is there after a look or two. */
export class Registrations {
  #all = new Map();
  #zones = new Map();
  #names;

  constructor(names) {
    this.#names = names;
  }

  quote(given) {
    const name = (given ?? "").trim().toLowerCase();
    if (!/^[a-z0-9-]+\.test$/.test(name)) throw new Problem(422, "name-invalid", "Names of this ending are not sold here.", { value: name, expected: "a name that ends in .test" });
    const taken = name === "taken.test" || [...this.#all.values()].some((one) => one.name === name);
    return { name, display: name, years: 1, available: !taken, refusal: taken ? "name-taken" : null, price: "10.00", currency: "EUR" };
  }

  buy(account, site, { name, key }) {
    const known = this.#all.get(key);
    if (known) return known;
    if (!this.quote(name).available) throw new Problem(409, "name-taken", "This name is taken.", { value: name, expected: "a free name" });
    const made = { registration: key, account, site, name, display: name, state: "ordered", sentence: "It is being registered for you.", expires: null, autoRenew: true, locked: false };
    this.#all.set(key, made);
    return made;
  }

  of(account) {
    return [...this.#all.values()].filter((one) => one.account === account);
  }

  one(account, id) {
    const found = this.of(account).find((one) => one.registration === id);
    if (!found) throw new Problem(404, "not-found", "No such name.", { value: id });
    if (found.state === "registered") {
      this.#names.give(found.site, found.name);
      Object.assign(found, { state: "active", locked: true, expires: "2027-11-22T00:00:00Z" });
    }
    if (found.state === "ordered") Object.assign(found, { state: "registered", sentence: "It is yours. It is being made to lead to your site." });
    return this.#say(found);
  }

  renews(account, id, autoRenew) {
    return this.#say(Object.assign(this.one(account, id), { autoRenew }));
  }

  /** The records of a bought name, with a serial that a change must name. */
  zone(account, name) {
    if (!this.of(account).some((one) => one.name === name)) throw new Problem(404, "not-found", "No such zone.", { value: name });
    const kept = (type, values) => ({ name, type, ttl: 300, values, managed: "the site" });
    const zone = this.#zones.get(name) ?? { zone: name, serial: 1, shown: true, problem: null, records: [kept("A", ["203.0.113.7"])], servers: [{ address: "127.0.0.53", serial: 1, behind: false, problem: "" }] };
    this.#zones.set(name, zone);
    return zone;
  }

  records(account, name, seen, { records }) {
    const zone = this.zone(account, name);
    if (zone.serial !== seen) throw new Problem(412, "zone-stale", "The zone was changed since you looked at it.", { value: seen, expected: zone.serial });
    const bad = records.find((one) => one.type === "A" && one.values.some((value) => !/^\d+(\.\d+){3}$/.test(value)));
    if (bad) throw new Problem(422, "record-invalid", "A record's value is not one of its type.", { value: bad.values[0], expected: "an IPv4 address such as 192.0.2.1" });
    zone.records = [...zone.records.filter((one) => one.managed), ...records.map((one) => ({ ...one, managed: null }))];
    zone.serial++;
    return zone;
  }

  #say(one) {
    if (one.state === "active") one.sentence = one.autoRenew ? "It is yours until 22 November 2027, and renewed by itself before." : "It is yours until 22 November 2027. It is not renewed, and ends then.";
    return one;
  }
}

function made(site, name, redirectTo) {
  const bare = name.split(".").length === 2;
  const record = (type, host, value, why) => ({ type, host, value, ttl: 300, why, found: [] });
  return {
    name, display: name, site, nameStatus: "claimed", redirectTo, contest: null, pair: null, looksLike: null,
    nextCheck: new Date(Date.now() + 30_000).toISOString(),
    records: [
      record("TXT", `_plat-${digest(name).slice(0, 26)}.${name}`, `plat-verify=${digest(site + name).slice(0, 40)}`, "proof"),
      bare ? record("A", name, "203.0.113.7", "address") : record("CNAME", name, "edge.plat-sites.example", "address"),
    ],
    findings: [{ code: "proof-missing", sentence: `The proof is not there yet: set the TXT record of ${name}.`, wanted: [], found: [] }],
  };
}

function invalid(field, value, expected) {
  return new Problem(422, "field-invalid", "A field has a value that is not allowed.", { field, value, expected });
}

/** Only enough cleaning to show what the editor does with `removed`. */
function clean(component, place, removed) {
  for (const [name, value] of Object.entries(component.attributes ?? {})) {
    if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) {
      removed.push({ place: `${place}/attributes/${name}`, value: String(value), rule: /^on/i.test(name) ? "attribute" : "url" });
      delete component.attributes[name];
    }
  }
  (component.components ?? []).forEach?.((one, i) => clean(one, `${place}/components/${i}`, removed));
}

function pngSize(bytes) {
  return bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47 ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}
