// The journey of a customer, in real Chromium against a running Plat:
//   APP_URL=http://plat-app.localhost:8080/ node e2e/journey.mjs [folder for screenshots]
// Sign up, make a site from a template, drag a heading and a picture in, see "Saved", publish, open the
// published site and see both; then a second session edits the same page and gets a conflict, not a
// loss. Exit code 0 or 1.
import { check, drag, launch, png, Story } from "./browser.mjs";

const app = process.env.APP_URL;
if (!app) {
  console.error("APP_URL is missing, such as APP_URL=http://plat-app.localhost:8080/");
  process.exit(1);
}
const story = new Story(process.argv[2] ?? process.env.SCREENSHOTS ?? "target/journey");
const stamp = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
const email = `journey-${stamp}@example.com`;
const password = "a long enough secret";
const slug = `journey-${stamp}`;
const wait = { timeout: 20_000 };

const browser = await launch();
let failed = false;
try {
  await journey();
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.message}`);
  for (const [i, context] of browser.contexts().entries()) {
    for (const page of context.pages()) {
      await story.step(`failure-${i}`, page, () => undefined).catch(() => undefined);
    }
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function journey() {
  const first = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await first.newPage();
  story.watch(page, [/401/]);

  await story.step("the door", page, async () => {
    await page.goto(app);
    await page.locator(`[data-test="email"]`).waitFor(wait);
  });

  await story.step("sign up", page, async () => {
    await page.locator('[data-test="email"]').fill(email);
    await page.locator('[data-test="password"]').fill(password);
    await page.locator('[data-test="sign-up"]').click();
    await page.locator('[data-test="first-site"]').waitFor(wait);
  });

  await story.step("choose a template", page, async () => {
    await page.locator('[data-test="first-site"]').click();
    await page.locator('[data-test="site-title"]').fill(`Journey ${stamp}`);
    const suggested = await page.locator('[data-test="site-slug"]').inputValue();
    check(suggested === slug, `the suggested address is "${suggested}", not "${slug}"`);
    await page.locator('[data-test="template-business"]').check();
  });

  await story.step("the editor opens", page, async () => {
    await page.locator('[data-test="create-site"]').click();
    await page.waitForURL(/\/edit\//, wait);
    await editorReady(page);
    await seeSaved(page);
  });

  await story.step("drag a heading in", page, async () => {
    await drag(page, page.locator('[data-test="block-heading"]'), await under(page, ".headline"));
    await canvas(page).getByText("A new heading").waitFor(wait);
  });

  await story.step("drag a picture in and upload it", page, async () => {
    await drag(page, page.locator('[data-test="block-picture"]'), await under(page, ".headline"));
    await page.locator('[data-test="pictures-dialog"]').waitFor(wait);
    await page.locator('[data-test="picture-file"]').setInputFiles({ name: "sunset ☀.png", mimeType: "image/png", buffer: png(640, 360) });
    await page.locator('[data-test="picture"]').first().waitFor(wait);
  });

  await story.step("choose the picture", page, async () => {
    await page.locator('[data-test="picture"]').first().click();
    await canvas(page).locator('img[src*="/media/"]').waitFor(wait);
    await page.waitForFunction(() => {
      const image = document.querySelector("iframe.gjs-frame")?.contentDocument?.querySelector('img[src*="/media/"]');
      return image?.complete && image.naturalWidth === 640;
    }, undefined, wait);
  });

  await story.step("see that it is saved", page, () => seeSaved(page));

  const url = await story.step("publish", page, async () => {
    await page.locator('[data-test="publish"]').click();
    const link = page.locator('[data-test="published-url"]');
    await link.waitFor({ timeout: 60_000 });
    return link.getAttribute("href");
  });

  await story.step("a visitor sees both", undefined, async () => {
    const visitor = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    story.watch(visitor, [/favicon/]);
    await openPublished(visitor, url);
    check(await visitor.getByRole("heading", { name: "A new heading" }).isVisible(), "the published page has no heading");
    const width = await visitor.locator("img").first().evaluate((image) => image.decode().then(() => image.naturalWidth));
    check(width === 640, `the published picture is ${width} pixels wide, not 640`);
    const source = await visitor.locator("img").first().getAttribute("src");
    check(/^\/_a\/[0-9a-f]{64}\.png$/.test(source), `the published picture stands at ${source}`);
    await story.step("the published page", visitor, () => undefined);
    await visitor.setViewportSize({ width: 390, height: 844 });
    await story.step("the published page on a phone", visitor, () => undefined);
    await visitor.context().close();
  });

  await conflict(page);
  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
}

/** Two sessions, one page: the second save must not overwrite the first. */
async function conflict(page) {
  const second = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const other = await second.newPage();
  story.watch(other, [/401/, /412/]);

  await story.step("the same account in a second session", other, async () => {
    await other.goto(app);
    await other.locator(`[data-test="email"]`).waitFor(wait);
    if (await other.locator('[data-test="sign-up"]').count()) await other.locator('[data-test="switch-gate"]').click();
    await other.locator('[data-test="email"]').fill(email);
    await other.locator('[data-test="password"]').fill(password);
    await other.locator('[data-test="sign-in"]').click();
    await other.locator('[data-test="edit-site"]').click(wait);
    await editorReady(other);
  });

  await story.step("the first session saves a change", page, async () => {
    await addByKeyboard(page, "quote");
    await page.locator('[data-test="save-status"][data-state="unsaved"], [data-test="save-status"][data-state="saving"]').first().waitFor(wait);
    await seeSaved(page);
  });

  await story.step("the second session meets a conflict", other, async () => {
    await addByKeyboard(other, "list");
    await other.locator('[data-test="conflict-dialog"]').waitFor(wait);
    check((await state(other)) === "conflict", `the status is "${await state(other)}", not "conflict"`);
    await other.waitForTimeout(500);
  });

  await story.step("closing the dialog loses nothing", other, async () => {
    await other.keyboard.press("Escape");
    await other.locator('[data-test="conflict-dialog"]').waitFor({ state: "detached" });
    check(await canvas(other).getByText("Second thing").isVisible(), "the second session's work is gone after closing the dialog");
    await other.locator('[data-test="save-status"]').click();
    await other.locator('[data-test="conflict-dialog"]').waitFor(wait);
  });

  await story.step("mine becomes a copy of the page", other, async () => {
    const before = other.url();
    await other.locator('[data-test="keep-copy"]').click();
    await other.waitForURL((to) => to.pathname.startsWith("/edit/") && to.href !== before, wait);
    await editorReady(other);
    check(await canvas(other).getByText("Second thing").isVisible(), "the copy does not hold the second session's work");
    await other.locator('[data-test="tab-pages"]').click();
    check((await other.locator('[data-test="page"]').count()) === 3, "the page list does not show the copy");
  });

  await story.step("theirs is untouched", page, async () => {
    await page.reload();
    await editorReady(page);
    check(await canvas(page).getByText("Something worth repeating.").isVisible(), "the first session's work is gone");
    check((await canvas(page).getByText("Second thing").count()) === 0, "the second session overwrote the first");
  });
  await second.close();
}

function canvas(page) {
  return page.frameLocator("iframe.gjs-frame");
}

async function editorReady(page) {
  await page.locator("html[data-ready]").waitFor({ ...wait, state: "attached" });
  await canvas(page).locator("h1").first().waitFor(wait);
}

function state(page) {
  return page.locator('[data-test="save-status"]').getAttribute("data-state");
}

async function seeSaved(page) {
  await page.locator('[data-test="save-status"][data-state="saved"]').waitFor(wait);
  const text = (await page.locator('[data-test="save-status"]').textContent()).trim();
  check(text === "Saved", `the status says "${text}", not "Saved"`);
}

async function addByKeyboard(page, block) {
  await page.locator(`[data-test="block-${block}"]`).focus();
  await page.keyboard.press("Enter");
}

/** The lower edge of something in the canvas, in the page's coordinates: to drop after it. */
async function under(page, selector) {
  const box = await canvas(page).locator(selector).first().boundingBox();
  check(box, `${selector} is not in the canvas`);
  return { x: box.x + Math.min(60, box.width / 2), y: box.y + box.height - 4 };
}

/** The deploy reaches the visitors' nodes a moment after the answer. */
async function openPublished(page, url) {
  const until = Date.now() + 15_000;
  for (;;) {
    const response = await page.goto(url).catch(() => undefined);
    if (response?.ok()) return;
    check(Date.now() < until, `${url} answers ${response?.status() ?? "nothing"}`);
    await page.waitForTimeout(200);
  }
}
