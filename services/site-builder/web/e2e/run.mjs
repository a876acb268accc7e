// Runs the browser tests against the development server with the built pages and the real policy.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = spawn(process.execPath, [at("../dev/server.mjs"), "--built", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const app = await new Promise((resolve, reject) => {
  server.on("exit", () => reject(new Error("the development server ended")));
  server.stdout.on("data", (data) => {
    const found = /ready (\S+)/.exec(String(data));
    if (found) resolve(found[1]);
  });
});
let code = 0;
for (const script of process.argv.length > 2 ? process.argv.slice(2) : ["journey.mjs", "saving.mjs", "domains.mjs"]) {
  const ran = spawn(process.execPath, [at(script)], { stdio: "inherit", env: { ...process.env, APP_URL: app } });
  code ||= await new Promise((resolve) => ran.on("exit", (status) => resolve(status ?? 1)));
}
server.removeAllListeners("exit");
server.kill();
process.exit(code);
