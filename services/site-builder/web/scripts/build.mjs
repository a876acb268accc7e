// What Maven calls: builds the two pages, but only when something they are made of has changed.
//   npm ci      when package.json or package-lock.json are other than at the last install
//   vite build  when any input is other than at the last build, or the output is not there
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
const target = join(web, "..", "target");
const MANIFESTS = ["package.json", "package-lock.json"];
const INPUTS = [...MANIFESTS, "tsconfig.json", "vite.config.js", "dashboard.html", "editor.html", "src"];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: the editor needs 20.19 or newer (Debian: apt-get install nodejs npm)`);
  process.exit(1);
}

const installed = digest(MANIFESTS);
if (stamp("web-installed") !== installed || !existsSync(join(web, "node_modules", "vite"))) {
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  keep("web-installed", installed);
}
const built = digest(INPUTS);
if (stamp("web-built") !== built || !existsSync(join(target, "web-dist", "web", "editor.html"))) {
  run(process.execPath, [join(web, "node_modules", "typescript", "bin", "tsc"), "--noEmit"]);
  run(process.execPath, [join(web, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"]);
  keep("web-built", built);
}

function digest(names) {
  const hash = createHash("sha256");
  for (const name of names.flatMap(files).sort()) hash.update(name).update("\0").update(readFileSync(join(web, name))).update("\0");
  return hash.digest("hex");
}

function files(name) {
  if (!statSync(join(web, name)).isDirectory()) return [name];
  return readdirSync(join(web, name)).flatMap((one) => files(`${name}/${one}`));
}

function stamp(name) {
  const file = join(target, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function keep(name, value) {
  mkdirSync(dirname(join(target, name)), { recursive: true });
  writeFileSync(join(target, name), value);
}

function run(command, args) {
  const done = spawnSync(command, args, { cwd: web, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`${command} ${args.join(" ")} failed${done.error ? `: ${done.error.message}` : ""}`);
    process.exit(1);
  }
}
