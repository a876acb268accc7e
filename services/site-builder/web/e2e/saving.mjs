// What the editor promises about saving, in real Chromium:
//   offline → said and kept in this browser; online → saved with the same key
//   closed while offline → offered at the next opening, and taken back only when asked
//   an answer that is lost → repeated, no conflict with oneself
//   something forbidden → saved without it, and shown
//   Use theirs · Use mine instead
// APP_URL as for journey.mjs. Exit code 0 or 1.
import { check, launch, Story } from "./browser.mjs";

const app = process.env.APP_URL;
if (!app) {
  console.error("APP_URL is missing, such as APP_URL=http://plat-app.localhost:8080/");
  process.exit(1);
}
const story = new Story(process.argv[2] ?? process.env.SCREENSHOTS ?? "target/saving");
const wait = { timeout: 20_000 };
const stamp = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
const expected = [/401/, /412/, /ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /ERR_CONNECTION/];

const browser = await launch();
let failed = false;
try {
  await run();
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.message}`);
  for (const page of browser.contexts().flatMap((one) => one.pages())) await story.step("failure", page, () => undefined).catch(() => undefined);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function run() {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  let page = await context.newPage();
  story.watch(page, expected);
  await page.goto(app);
  await page.locator('[data-test="email"]').fill(`saving-${stamp}@example.com`);
  await page.locator('[data-test="password"]').fill("a long enough secret");
  await page.locator('[data-test="sign-up"]').click();
  await page.locator('[data-test="first-site"]').click(wait);
  await page.locator('[data-test="site-title"]').fill(`Saving ${stamp}`);
  await page.locator('[data-test="create-site"]').click();
  await ready(page);

  await story.step("offline is said, and the work is kept", page, async () => {
    await context.setOffline(true);
    await add(page, "quote");
    await state(page, "offline");
    check((await text(page)) === "Offline — kept in this browser", `the status says "${await text(page)}"`);
  });

  await story.step("back online it is saved", page, async () => {
    await context.setOffline(false);
    await state(page, "saved");
    await reload(page);
    check(await canvas(page).getByText("Something worth repeating.").isVisible(), "the work done offline is gone");
  });

  await story.step("a tab closed while offline loses nothing", undefined, async () => {
    await context.setOffline(true);
    await add(page, "list");
    await state(page, "offline");
    const url = page.url();
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    page = await context.newPage();
    story.watch(page, expected);
    await page.goto(url);
    await page.locator('[data-test="recovery-dialog"]').waitFor(wait);
    check((await canvas(page).getByText("Second thing").count()) === 0, "the copy was taken without asking");
  });

  await story.step("the copy comes back when asked", page, async () => {
    await page.locator('[data-test="recovery-take"]').click();
    await canvas(page).getByText("Second thing").waitFor(wait);
    await page.locator('[data-test="save-status"]').click();
    await state(page, "saved");
    await reload(page);
    check(await canvas(page).getByText("Second thing").isVisible(), "the recovered work was not saved");
    check((await page.locator('[data-test="recovery-dialog"]').count()) === 0, "the copy is offered again though it is saved");
  });

  await story.step("a lost answer is not a conflict", page, async () => {
    const keys = [];
    const note = (request) => request.method() === "PUT" && keys.push(request.headers()["idempotency-key"]);
    page.on("request", note);
    // The server has answered; the answer never reaches the page.
    const devtools = await context.newCDPSession(page);
    devtools.on("Fetch.requestPaused", ({ requestId, request }) =>
      request.method === "PUT" && keys.length === 1
        ? devtools.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" })
        : devtools.send("Fetch.continueRequest", { requestId }),
    );
    await devtools.send("Fetch.enable", { patterns: [{ urlPattern: "*/documents/*", requestStage: "Response" }] });
    await add(page, "divider");
    await page.locator('[data-test="save-status"][data-state="offline"]').waitFor(wait);
    await state(page, "saved");
    await devtools.detach();
    page.off("request", note);
    check(keys.length === 2 && keys[0] === keys[1], `the repeated save carried the keys ${keys.join(" and ")}`);
  });

  await story.step("what is taken out is shown", page, async () => {
    await page.route("**/documents/*", async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      const body = route.request().postDataJSON();
      body.body.component.components[0].attributes = { onclick: "alert(1)" };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await add(page, "text");
    await page.locator('[data-test="removed"]').waitFor(wait);
    const shown = await page.locator('[data-test="removed"] li').first().getAttribute("data-rule");
    check(shown === "attribute", `the notice names the rule "${shown}"`);
    await page.unroute("**/documents/*");
    await state(page, "saved");
  });

  for (const [choice, kept, gone] of [
    ["use-theirs", "theirs", "mine"],
    ["use-mine", "mine", "theirs"],
  ]) {
    await story.step(`conflict: ${choice}`, page, async () => {
      const other = await context.newPage();
      story.watch(other, expected);
      await other.goto(page.url());
      await ready(other);
      await say(other, `theirs in ${choice}`);
      await state(other, "saved");
      await other.close();
      await say(page, `mine in ${choice}`);
      await page.locator('[data-test="conflict-dialog"]').waitFor(wait);
      await page.locator(`[data-test="${choice}"]`).click();
      await state(page, "saved");
      await reload(page);
      check(await canvas(page).getByText(`${kept} in ${choice}`).isVisible(), `${kept} is not there after ${choice}`);
      check((await canvas(page).getByText(`${gone} in ${choice}`).count()) === 0, `${gone} is still there after ${choice}`);
    });
  }

  await story.step("add a page", page, async () => {
    await page.locator('[data-test="tab-pages"]').click();
    await page.locator('[data-test="add-page"]').click();
    await page.locator('[data-test="page-title"]').fill("Contact us");
    check((await page.locator('[data-test="page-path"]').inputValue()) === "contact-us", "the path is not suggested");
    const before = page.url();
    await page.locator('[data-test="create-page"]').click();
    await page.waitForURL((to) => to.href !== before, wait);
    await ready(page);
  });

  await story.step("the dashboard on a phone", page, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(app);
    await page.locator('[data-test="site"]').waitFor(wait);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wide <= 0, `the dashboard is ${wide} pixels wider than a phone`);
  });
  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
}

function canvas(page) {
  return page.frameLocator("iframe.gjs-frame");
}

async function ready(page) {
  await page.locator("html[data-ready]").waitFor({ ...wait, state: "attached" });
  await canvas(page).locator("h1").first().waitFor(wait);
}

async function reload(page) {
  await page.reload();
  await ready(page);
}

async function state(page, name) {
  await page.locator(`[data-test="save-status"][data-state="${name}"]`).waitFor(wait);
}

async function text(page) {
  return (await page.locator('[data-test="save-status"]').textContent()).trim();
}

async function add(page, block) {
  await page.locator(`[data-test="block-${block}"]`).focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-test="save-status"]:not([data-state="saved"])').waitFor(wait);
}

/** Adds a paragraph and writes into it, as a person does: double-click, type, click elsewhere. */
async function say(page, words) {
  await add(page, "text");
  const paragraph = canvas(page).getByText("Write something here.").last();
  await paragraph.dblclick();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(words);
  await page.keyboard.press("Escape");
  await canvas(page).locator("h1").first().click();
}
