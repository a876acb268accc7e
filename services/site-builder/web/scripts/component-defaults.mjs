// Writes what GrapesJS leaves out of its JSON because it is a type's default: the Java renderer
// reads this table. `--check` compares instead and fails when the pinned GrapesJS says otherwise.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import grapesjs from "grapesjs";

const target = fileURLToPath(
  new URL("../../src/main/resources/dev/plat/building/render/component-defaults.json", import.meta.url),
);
const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve("grapesjs/package.json"))));

const editor = grapesjs.init({ headless: true, telemetry: false, cssIcons: "", storageManager: false });
const types = {};
for (const type of editor.Components.getTypes().sort((a, b) => (a.id < b.id ? -1 : 1))) {
  const prototype = type.model.prototype;
  const defaults = typeof prototype.defaults === "function" ? prototype.defaults() : prototype.defaults;
  types[type.id] = {
    tagName: defaults.tagName,
    void: Boolean(defaults.void),
    attributes: defaults.attributes ?? {},
  };
}
const text = JSON.stringify({ grapes: version, types }, null, 2) + "\n";

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("component-defaults.json is out of date: run `npm run component-defaults`");
    process.exit(1);
  }
  console.log("component-defaults.json matches GrapesJS " + version);
} else {
  writeFileSync(target, text);
}
process.exit(0);
