// A customer's own name in the dashboard, in real Chromium against the development server:
//   node e2e/run.mjs domains.mjs
// A wrong name is refused beside its field; a right one says what to set, and comes alive step by step.
import { check, launch, Story } from "./browser.mjs";

const app = process.env.APP_URL;
const story = new Story(process.env.SCREENSHOTS ?? "target/domains");
const wait = { timeout: 20_000 };
const browser = await launch();
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
  story.watch(page, [/401/, /422/]);
  const at = (name) => page.locator(`[data-test="${name}"]`);
  const name = (one) => page.locator(`[data-test="name"][data-name="${one}"]`);

  await story.step("a site", page, async () => {
    await page.goto(app);
    await at("email").fill(`names-${Date.now().toString(36)}@example.com`);
    await at("password").fill("a long enough secret");
    await at("sign-up").click();
    await at("first-site").click();
    await at("site-title").fill("Baker Street");
    await at("create-site").click();
    await page.waitForURL(/\/edit\//, wait);
    await page.goto(app);
    await at("site-domains").click();
    await at("domain-name").waitFor(wait);
  });

  await story.step("a wrong name is refused where it was typed", page, async () => {
    await at("domain-name").fill("not a name");
    await at("add-domain").click();
    await at("name-error").getByText("You gave: not a name").waitFor(wait);
    check((await at("domain-name").getAttribute("aria-invalid")) === "true", "the field is not marked");
  });

  await story.step("a name says what to set", page, async () => {
    await at("domain-name").fill("baker-street.example");
    await at("add-domain").click();
    await name("baker-street.example").locator('[data-type="TXT"]').waitFor(wait);
    check((await name("baker-street.example").locator('[data-test="record"]').count()) === 2, "proof and address are not both asked for");
    check(await name("www.baker-street.example").isVisible(), "the www name is missing");
  });

  await story.step("it comes alive step by step", page, async () => {
    const one = name("baker-street.example");
    for (const status of ["proven", "routed"]) {
      await one.locator('[data-test="check-name"]').click();
      await page.locator(`[data-name="baker-street.example"][data-status="${status}"]`).waitFor(wait);
    }
    check((await one.locator('[data-test="name-status"]').innerText()).includes("Live"), "it is not shown as live");
    check((await at("names-said").innerText()).includes("Live"), "nobody who listens was told");
  });

  await story.step("on a phone", page, () => page.setViewportSize({ width: 390, height: 844 }));

  await story.step("removing asks once more", page, async () => {
    const remove = name("www.baker-street.example").locator('[data-test="remove-name"]');
    await remove.click();
    check(await name("www.baker-street.example").isVisible(), "it went without asking");
    await remove.click();
    await name("www.baker-street.example").waitFor({ state: "detached", ...wait });
  });
  await story.step("a name that is taken can be seen before it is bought", page, async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await at("way-buy").check();
    await at("buy-name").fill("taken");
    await at("look-name").click();
    await page.locator('[data-test="offer"][data-refusal="name-taken"]').waitFor(wait);
    check((await at("buy").count()) === 0, "what is taken is offered");
    await at("buy-name").fill("shop.example");
    await at("look-name").click();
    await at("buy-error").getByText("ends in .test").waitFor(wait);
  });

  await story.step("a name is bought, and comes alive by itself", page, async () => {
    await at("buy-name").fill("baker-street");
    await at("look-name").click();
    await at("buy").click();
    await page.locator('[data-test="progress"][data-state="live"]').waitFor(wait);
    check((await at("open-name").getAttribute("href")) === "https://baker-street.test/", "the link leads elsewhere");
    check((await name("baker-street.test").locator('[data-test="record"]').count()) === 0, "records are asked for although nothing is to be set");
  });

  await story.step("its records can be set, and what will change is seen before", page, async () => {
    await page.locator('[data-test="bought-name"][data-name="baker-street.test"] [data-test="edit-zone"]').click();
    await at("kept-record").first().waitFor(wait);
    check(await at("save-zone").isDisabled(), "there is something to save before anything is changed");
    await at("add-record").click();
    await at("record-name").fill("mail");
    await at("record-values").fill("no address");
    await at("record-type").selectOption("A");
    await at("changes").getByText("+ mail.baker-street.test A no address").waitFor(wait);
    await at("save-zone").click();
    await page.locator('[data-test="zone-dialog"] [data-code="record-invalid"]').waitFor(wait);
    await at("record-values").fill("203.0.113.9");
    await at("save-zone").click();
    await at("changes").locator("li").first().waitFor({ state: "detached", ...wait });
    check((await at("own-record").count()) === 1, "the record is not there");
    check((await at("zone-said").innerText()).includes("All name servers"), "nobody says that the servers show it");
  });
  await page.keyboard.press("Escape");

  await story.step("it can be let run out", page, async () => {
    const mine = page.locator('[data-test="bought-name"][data-name="baker-street.test"]');
    await mine.locator('[data-test="auto-renew"]').uncheck();
    await mine.getByText("not renewed").waitFor(wait);
  });

  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
}
