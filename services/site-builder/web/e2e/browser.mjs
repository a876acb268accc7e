// What the browser tests share: Debian's Chromium, a real PNG, checks that say what is wrong.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/**
 * @param root a PEM file: this browser's person has put it among the authorities they trust, so a certificate below it is
 *     held to everything that any other is held to
 */
export async function launch({ root, args = [] } = {}) {
  if (!existsSync(CHROMIUM)) {
    console.error(`chromium not found at ${CHROMIUM}: apt-get install chromium (or set CHROMIUM)`);
    process.exit(1);
  }
  const home = root ? homeThatTrusts(root) : process.env.HOME;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    env: { ...process.env, HOME: home },
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...args],
  });
  if (root) browser.on("disconnected", () => rmSync(home, { recursive: true, force: true }));
  return browser;
}

function homeThatTrusts(root) {
  const home = mkdtempSync(join(tmpdir(), "plat-browser-"));
  const folder = join(home, ".pki/nssdb");
  mkdirSync(folder, { recursive: true });
  const certutil = (...words) => execFileSync("certutil", ["-d", `sql:${folder}`, ...words], { stdio: "ignore" });
  try {
    certutil("-N", "--empty-password");
    certutil("-A", "-t", "C,,", "-n", "plat", "-i", root);
  } catch (error) {
    if (error.code === "ENOENT") console.error("certutil not found: apt-get install libnss3-tools");
    throw error;
  }
  return home;
}

/** A PNG of a sunset, made here: `width` × `height`, RGB. */
export function png(width, height) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sun = Math.hypot(x - width * 0.65, y - height * 0.45) < height * 0.16;
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = sun ? 255 : 240 - (90 * y) / height;
      rows[at + 1] = sun ? 225 : 120 - (70 * y) / height;
      rows[at + 2] = sun ? 160 : 90 + (60 * y) / height;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

/** Numbered steps, a screenshot each, and a list of what the browser complained about. */
export class Story {
  #folder;
  #count = 0;
  complaints = [];

  constructor(folder) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async step(name, page, work) {
    const started = performance.now();
    const result = await work();
    this.#count++;
    const file = `${this.#folder}/${String(this.#count).padStart(2, "0")}-${name.replace(/[^a-z0-9]+/gi, "-").toLowerCase()}.png`;
    if (page) await page.screenshot({ path: file });
    console.log(`ok ${this.#count} ${name} (${Math.round(performance.now() - started)} ms)`);
    return result;
  }

  /** Errors and policy reports count as failures; what the test provokes is named in `expected`. */
  watch(page, expected = []) {
    const add = (text) => {
      if (!expected.some((pattern) => pattern.test(text))) this.complaints.push(text);
    };
    page.on("pageerror", (error) => add(`page error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") add(`console: ${message.text()} ${message.location().url}`);
    });
  }
}

export function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

/** A person's drag: press, move in small steps, pause over the place, let go. */
export async function drag(page, from, to) {
  const source = await from.boundingBox();
  check(source, "the block to drag is not on the screen");
  await page.mouse.move(source.x + source.width / 2, source.y + source.height / 2);
  await page.mouse.down();
  await page.mouse.move(source.x + source.width / 2 + 12, source.y + source.height / 2 + 12, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 20 });
  // GrapesJS looks at the pointer every 20 ms: wait for the mark that shows where the block will go.
  await page.locator(".gjs-placeholder:visible").first().waitFor({ timeout: 5_000 });
  await page.waitForTimeout(60);
  await page.mouse.move(to.x + 1, to.y + 2, { steps: 2 });
  await page.waitForTimeout(60);
  await page.mouse.up();
}
