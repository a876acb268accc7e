// Makes pages at random, ordinary ones, and writes down what GrapesJS itself says their HTML and CSS
// are. The Java renderer must say the same (DifferentialTest). The seed is fixed: the same GrapesJS
// writes the same file. `node scripts/differential.mjs 10000 other-file.json` makes a longer run.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import grapesjs from "grapesjs";

globalThis.CSS ??= { escape: (text) => text };
const count = Number(process.argv[2] ?? 100);
const target = process.argv[3] ?? fileURLToPath(new URL("../../src/test/resources/dev/plat/building/render/differential.json", import.meta.url));

let state = 20_261_121;
const random = () => {
  // Mulberry32: small, seeded, the same everywhere.
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
const pick = (list) => list[Math.floor(random() * list.length)];
const chance = (probability) => random() < probability;
const some = (most, make) => Array.from({ length: Math.floor(random() * (most + 1)) }, make);

const CLASSES = ["hero", "card", "wide", "menu-item", "a1", "Big_Text"];
const TEXTS = ["Hello", "Fish & chips", "1 < 2 > 0", "“quoted” text", "ünïcödé ☀ 漢字", "  spaces  ", "a\nb", "it's \"fine\""];
const HTML = ["plain", "some <b>bold</b> words", "a<br>b", "Tom &amp; Jerry", "<i>x</i> and <a href=\"/about\">more</a>", "<span class=\"hero\">s</span>"];
const STYLES = [
  ["color", ["red", "#10233f", "rgb(0 0 0 / 50%)", "var(--ink)"]],
  ["margin", ["0", "1rem auto", "-1px", "calc(100% - 2 * 4px)"]],
  ["margin-top", ["2px", "clamp(1rem, 2vw + 1rem, 3rem)"]],
  ["background", ["linear-gradient(90deg, #fff 0%, #000 100%)", "none"]],
  ["font-family", ['"Iowan Old Style", Georgia, serif', "system-ui"]],
  ["grid-template-columns", ["repeat(auto-fit, minmax(min(100%, 16rem), 1fr))", "1fr 2fr"]],
  ["content", ['"\\201C"', "'x; y'"]],
  ["--ink", ["#123456", "1.5rem"]],
  ["transition", ["all .2s cubic-bezier(.2,.8,.2,1)"]],
  ["aspect-ratio", ["16 / 9"]],
];
const MEDIA = ["(max-width: 992px)", "(max-width: 480px)", "(min-width: 700px)", "(min-width: 1200px)", "print", "(prefers-reduced-motion: reduce)"];

let ids = 0;
let known = [];

function component(depth) {
  const kind = random();
  const base = {};
  if (chance(0.5)) base.classes = some(3, () => pick(CLASSES)).filter((one, i, all) => all.indexOf(one) === i);
  const attributes = {};
  if (chance(0.3)) {
    attributes.id = `i${++ids}`;
    known.push(attributes.id);
  }
  if (chance(0.15)) attributes.title = pick(TEXTS);
  if (chance(0.1)) attributes["aria-label"] = pick(TEXTS);
  if (chance(0.1)) attributes["data-x"] = String(Math.floor(random() * 9));
  if (kind < 0.2) return done({ type: "text", tagName: pick(["p", "h1", "h2", "blockquote", "li"]), ...base, ...inside() }, attributes);
  if (kind < 0.3) return done({ type: "link", ...base, components: [node()] }, { href: pick(["/about", "#top", "https://example.org/?a=1&b=2", "mailto:a@example.com"]), ...attributes });
  if (kind < 0.4) return done({ type: "image", ...base }, { src: pick(["/a.png", "https://example.org/b.jpg"]), alt: pick(TEXTS), ...attributes });
  if (kind < 0.46) return { tagName: pick(["br", "hr"]), void: true };
  if (kind < 0.52) return done({ type: "table", ...base, components: [{ type: "tbody", components: some(2, () => ({ type: "row", components: some(3, () => ({ type: "cell", components: [node()] })) })) }] }, attributes);
  if (kind < 0.58) return done({ tagName: pick(["ul", "ol"]), ...base, components: some(3, () => ({ type: "text", tagName: "li", components: [node()] })) }, attributes);
  const children = depth > 0 ? some(4, () => component(depth - 1)) : [];
  return done({ tagName: pick(["div", "section", "main", "article", "header", "figure", "span"]), ...base, components: children }, attributes);
}

const node = () => ({ type: "textnode", content: pick(TEXTS) });
const inside = () => (chance(0.5) ? { components: [node()] } : { content: pick(HTML) });
const done = (one, attributes) => (Object.keys(attributes).length ? { ...one, attributes } : one);

function rule() {
  const made = { selectors: chance(0.75) ? [pick(CLASSES)] : known.length ? [`#${pick(known)}`] : ["hero"] };
  if (chance(0.15)) made.selectors = [pick(CLASSES), pick(CLASSES)].filter((one, i, all) => all.indexOf(one) === i);
  made.style = Object.fromEntries(some(4, () => pick(STYLES)).map(([name, values]) => [name, pick(values)]));
  if (chance(0.25)) made.state = pick(["hover", "focus-visible", "nth-of-type(2n)", ":before"]);
  if (chance(0.1)) Object.assign(made, { selectors: [], selectorsAdd: pick(["body", ".hero a", "h1, h2", ".card > p"]) });
  if (chance(0.35)) Object.assign(made, { atRuleType: "media", mediaText: pick(MEDIA) });
  if (chance(0.05)) return { selectors: [], selectorsAdd: pick(["from", "to", "50%"]), atRuleType: "keyframes", mediaText: "fade", style: made.style };
  return made;
}

const cases = [];
for (let i = 0; i < count; i++) {
  known = [];
  ids = 0;
  const components = some(5, () => component(3));
  const styles = some(8, rule);
  const editor = grapesjs.init({ headless: true, telemetry: false, cssIcons: "", storageManager: false });
  editor.loadProjectData({ pages: [{ frames: [{ component: { type: "wrapper", components } }] }], styles });
  // What the editor would save, and what GrapesJS makes of that at the next opening: it leaves
  // defaults and empty rules out of the JSON.
  const saved = JSON.parse(JSON.stringify(editor.getProjectData()));
  editor.loadProjectData(structuredClone(saved));
  const component_ = saved.pages[0].frames[0].component;
  delete component_.head;
  delete component_.docEl;
  cases.push({
    document: { schema: 1, grapes: "0.23.6", kind: "page", body: { component: component_, styles: saved.styles } },
    html: editor.getHtml(),
    css: editor.getCss(),
  });
  editor.destroy();
}
writeFileSync(target, "[\n" + cases.map((one) => JSON.stringify(one)).join(",\n") + "\n]\n");
process.exit(0);
