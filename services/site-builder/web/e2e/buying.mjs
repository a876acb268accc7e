// A name is bought in the dashboard and the site answers on it over HTTPS, in real Chromium on a running cluster:
//   APP_URL=http://plat-app.localhost:8080 EDGE_TLS=8084 CA_ROOT=DIR/ca/root.pem node e2e/buying.mjs SCREENSHOTS
// NAMES=50 buys that many more by the same calls and prints how long each took from the click to the first good page.
import { check, launch, Story } from "./browser.mjs";
import { ask, buyer, newSite, opens, publishedSite, times } from "./live.mjs";

const app = process.env.APP_URL;
const many = Number(process.env.NAMES ?? "0");
const story = new Story(process.argv[2] ?? "target/buying");
const wait = { timeout: 60_000 };
const browser = await launch({ root: process.env.CA_ROOT });
let failed = false;
try {
  await journey();
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.message}`);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function journey() {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  story.watch(page, [/401/, /409/, /422/]);
  const at = (name) => page.locator(`[data-test="${name}"]`);
  const stamp = Date.now().toString(36);
  const word = `shop-${stamp}`;

  await story.step("a published site", page, () => publishedSite(page, app, stamp, `Shop ${stamp}`));

  await story.step("a name is looked for", page, async () => {
    await at("site-domains").click();
    await at("way-buy").check(wait);
    await at("buy-name").fill(`${word}.localhost`);
    await at("look-name").click();
    await at("buy").waitFor(wait);
  });

  await story.step("it is bought and comes alive", page, async () => {
    const clicked = performance.now();
    await at("buy").click();
    await page.locator('[data-test="progress"][data-state="live"]').waitFor(wait);
    console.log(`click to live: ${Math.round(performance.now() - clicked)} ms`);
  });

  await story.step("the site answers there over HTTPS without a warning", page, async () => {
    const link = await at("open-name").getAttribute("href");
    const visit = await (await browser.newContext()).newPage();
    const answer = await visit.goto(link, wait);
    check(answer.status() === 200, `${link} answers ${answer.status()}`);
    check((await answer.securityDetails()) !== null, `${link} came without TLS`);
    await visit.screenshot({ path: `${process.argv[2] ?? "target/buying"}/visit.png` });
    await visit.close();
  });
  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
  if (many > 0) await measure(stamp);
}

/** By the calls that the page makes, one after the other: what a person would wait. */
async function measure(stamp) {
  const took = times("click to first good page");
  let page;
  let site;
  for (let i = 0; i < many; i++) {
    // An account that pays nothing has room for few sites, and a site for few names.
    if (i % 8 === 0) {
      page = await (await browser.newContext()).newPage();
      await buyer(page, app, `${stamp}-${i}`);
      site = await newSite(page, `${stamp}-${i}`);
    }
    const name = `n${i}-${stamp}.localhost`;
    await took.measure(async () => {
      await ask(page, `/sites/${site}/registrations`, "POST", { name, key: crypto.randomUUID() }, true);
      await opens(name);
    });
  }
  check(took.tell() <= 10_000, "p95 is more than 10 s");
}
