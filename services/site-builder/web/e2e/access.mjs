// Whether pages can be used by everybody: nothing that axe finds, no scrolling aside at 200 %, the keyboard alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { check } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTH = 1100;
const TABS_MAX = 80;

/** Looks at pages in a context of its own, as who is signed in elsewhere; the pages' policy is off there to let axe in. */
export class Access {
  #browser;
  #folder;
  #pages = new Map();
  #zoomed = 0;

  constructor(browser, folder) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /**
   * The page at `address`, as the person of `context` sees it, in full and, but for a document to print, at 200 %.
   * @param before is done to each page before it goes there
   * @param shows what has to be on it before it is looked at
   */
  async holds(context, address, name, { status = 200, printed = false, before = () => {}, shows } = {}) {
    const storageState = await context.storageState();
    const wide = await this.#page({ storageState, bypassCSP: true, viewport: { width: WIDTH, height: 800 } });
    await before(wide);
    const answer = await wide.goto(address);
    check(answer.status() === status, `${address} answers ${answer.status()}`);
    if (shows) await wide.locator(shows).waitFor();
    await wide.evaluate(AXE);
    const { violations, passes } = await wide.evaluate(() => window.axe.run(document));
    check(passes.length > 0, `axe has looked at nothing of ${address}`);
    const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}`);
    check(found.length === 0, `${address}\n  ${found.join("\n  ")}`);
    await wide.context().close();
    this.#pages.set(name, passes.length);
    if (printed) {
      return;
    }
    // Half as many pixels of the page's own on the same screen.
    const zoomed = await this.#page({ storageState, viewport: { width: WIDTH / 2, height: 400 }, deviceScaleFactor: 2 });
    await before(zoomed);
    await zoomed.goto(address);
    if (shows) await zoomed.locator(shows).waitFor();
    const { needs, has } = await zoomed.evaluate(() => ({ needs: document.documentElement.scrollWidth, has: document.documentElement.clientWidth }));
    check(needs <= has, `${address} is ${needs} pixels wide where there are ${has}`);
    await zoomed.screenshot({ path: `${this.#folder}/at-200-${name}.png`, fullPage: true });
    await zoomed.context().close();
    this.#zoomed++;
  }

  /** How many pages were looked at. */
  tell() {
    console.log(`axe: 0 violations on ${this.#pages.size} pages, ${[...this.#pages.keys()].join(", ")}; ${this.#zoomed} looks at 200 %, none scrolls aside`);
  }

  async #page(options) {
    return (await this.#browser.newContext(options)).newPage();
  }
}

/** Goes there with Tab alone; it must be seen that it has the focus. */
export async function tabTo(page, wanted) {
  await wanted.waitFor({ timeout: 60_000 });
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    const outline = await wanted.evaluate((element) => (element === document.activeElement ? getComputedStyle(element).outlineStyle : "elsewhere"));
    if (outline !== "elsewhere") {
      check(outline !== "none", `it is not seen that ${wanted} has the focus`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${wanted} is not reached with Tab`);
}

/** What a click would do. */
export async function press(page, wanted, key = "Enter") {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}
