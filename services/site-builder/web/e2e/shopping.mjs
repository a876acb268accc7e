// A buyer's way through the shop in real Chromium on a running cluster, over TLS with the cluster's own authority and with
// scripts switched off where is bought and paid:
//   APP_URL=http://plat-app.localhost:8800 CHECKOUT_URL=https://plat-checkout.localhost:8833 EDGE_TLS=8804 \
//     CA_ROOT=DIR/ca/root.pem node e2e/shopping.mjs SCREENSHOTS
// PLAT is how the command line is called, a JSON list; without it ops/plat of this checkout, for the cluster in DIR.
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Access, press, tabTo } from "./access.mjs";
import { check, launch, Story } from "./browser.mjs";
import { ask, newSite, opens, publishedSite } from "./live.mjs";
import { planBanners, siteByButtons } from "./plans.mjs";

const app = process.env.APP_URL;
const shop = process.env.CHECKOUT_URL;
const folder = process.argv[2] ?? "target/shopping";
const story = new Story(folder);
const wait = { timeout: 60_000 };
const UNPUBLISHED = "4539 5787 6362 1486";
const browser = await launch({ root: process.env.CA_ROOT });
const access = new Access(browser, folder);
let failed = false;
try {
  await journey();
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.stack}`);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function journey() {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 } });
  const page = await context.newPage();
  story.watch(page, [/401/, /403/, /409/, /422/]);
  const stamp = Date.now().toString(36);
  await story.step("a published site", page, () => publishedSite(page, app, stamp, `Shop ${stamp}`));
  const { sites } = await ask(page, "/sites", "GET");

  // What the dashboard knows is enough: the shop runs no script.
  const bare = await browser.newContext({ viewport: { width: 1100, height: 800 }, javaScriptEnabled: false, storageState: await context.storageState() });
  const buyer = await bare.newPage();
  story.watch(buyer, [/410/, /402/, /404/]);
  const usable = (name, options) => access.holds(bare, buyer.url(), name, options);

  const name = `bread-${stamp}.localhost`;
  await story.step("the way in from the dashboard", buyer, async () => {
    await buyer.goto(`${shop}/names?site=${sites[0].site}`, wait);
    check(buyer.url().startsWith(`${shop}/names`), `it leads to ${buyer.url()}`);
    await buyer.getByText(`buyer-${stamp}@example.com`).waitFor(wait);
  });
  await story.step("a name is looked for", buyer, async () => {
    await buyer.getByLabel("The name you want").fill(name);
    await buyer.getByRole("button", { name: "Look" }).click();
    await buyer.getByRole("heading", { name }).waitFor(wait);
    await usable("names");
  });
  await story.step("it goes into the cart", buyer, async () => {
    await buyer.getByRole("button", { name: "Put it into the cart" }).click();
    await buyer.getByRole("heading", { name: "Your cart" }).waitFor(wait);
    await usable("cart");
  });
  await story.step("a last look before paying", buyer, async () => {
    await buyer.getByRole("link", { name: "Continue to pay" }).click();
    await buyer.getByRole("heading", { name: "Check and pay" }).waitFor(wait);
    await usable("checkout");
  });
  await story.step("the card provider's page", buyer, async () => {
    await buyer.getByRole("button", { name: /Order and pay/ }).click();
    await buyer.getByLabel("Card number").waitFor(wait);
    check((await buyer.locator("script").count()) === 0, "the card provider's page has a script");
    await usable("card page");
  });
  await story.step("a number that nobody has published is not taken, nor shown again", buyer, async () => {
    await typeCard(buyer, UNPUBLISHED);
    await buyer.getByText("Use a test number").waitFor(wait);
    check((await buyer.getByLabel("Card number").inputValue()) === "", "the number is shown again");
  });
  await story.step("a card that is declined", buyer, async () => {
    await typeCard(buyer, "4000 0000 0000 0002");
    await buyer.getByText(/declined/i).first().waitFor(wait);
  });
  await story.step("a card with a challenge", buyer, async () => {
    await typeCard(buyer, "4000 0027 6000 3184");
    await buyer.getByRole("heading", { name: "Your bank asks" }).waitFor(wait);
    const asks = new URL(await buyer.locator("form").first().getAttribute("action"), buyer.url());
    await access.holds(bare, asks.href, "bank page");
  });
  await story.step("paid, and the receipt", buyer, async () => {
    await buyer.getByRole("button", { name: "Yes, it is me" }).click();
    await buyer.getByRole("heading", { name: "Receipt" }).waitFor(wait);
    await usable("receipt");
  });
  const bought = new URL(buyer.url()).pathname;
  await story.step("the site answers on the name over HTTPS", null, async () => {
    await ask(page, `/sites/${sites[0].site}/publish`, "POST");
    await opens(name);
    const visit = await (await browser.newContext()).newPage();
    const answer = await visit.goto(`https://${name}:${process.env.EDGE_TLS}/`, wait);
    check(answer.status() === 200 && (await answer.securityDetails()) !== null, `${name} answers ${answer.status()}`);
    await visit.close();
  });

  await story.step("a free account is refused its fourth site, and told where there is room for more", page, async () => {
    for (const number of [2, 3]) await newSite(page, `${stamp}-${number}`);
    const refused = await siteByButtons(page, app, `Fourth ${stamp}`, "problem");
    const words = await refused.innerText();
    check(words.includes("Your plan, free, has room for 3 sites, and you have them."), words);
    const way = await refused.locator('[data-test="plan-way"]').getAttribute("href");
    check(way === `${shop}/plans`, `it leads to ${way}`);
  });
  await story.step("the plans say what it has", buyer, async () => {
    await buyer.goto(`${shop}/plans`, wait);
    await buyer.getByText("You are on the free plan: 3 sites.").waitFor(wait);
    await buyer.getByText("25 sites").waitFor(wait);
  });
  await story.step("a plan is chosen by the keyboard alone", buyer, async () => {
    await buyer.goto(`${shop}/plans`, wait);
    await usable("plans");
    await press(buyer, buyer.getByRole("link", { name: "To the content" }));
    await press(buyer, buyer.getByRole("button", { name: "Choose Pro by the month" }));
    await buyer.getByRole("heading", { name: "Your cart" }).waitFor(wait);
  });
  await story.step("it is paid by the keyboard alone", buyer, async () => {
    await press(buyer, buyer.getByRole("link", { name: "Continue to pay" }));
    await press(buyer, buyer.getByRole("button", { name: /Order and pay/ }), "Space");
    await tabTo(buyer, buyer.getByLabel("Card number"));
    await buyer.keyboard.type("4242 4242 4242 4242");
    await buyer.keyboard.press("Tab");
    await buyer.keyboard.type("12/34");
    await buyer.keyboard.press("Tab");
    await buyer.keyboard.type("123");
    await press(buyer, buyer.getByRole("button", { name: /^Pay/ }), "Space");
    await buyer.getByRole("heading", { name: "Receipt" }).waitFor(wait);
  });
  await story.step("the account is on it, and its card is known by four digits", buyer, async () => {
    const plan = buyer.locator('[data-plan="Pro"]');
    const begun = performance.now();
    do {
      // The provider tells of the card a moment after the payment.
      check(performance.now() - begun < wait.timeout, "the card is not shown");
      await buyer.goto(`${shop}/billing`, wait);
      await plan.getByText(/It renews on/).waitFor(wait);
    } while (!(await plan.innerText()).includes("4242"));
    await usable("billing");
  });
  await story.step("and has room for a fourth site", page, async () => {
    const begun = performance.now();
    while ((await allowance(page)).sites !== 25) check(performance.now() - begun < 5_000, "it is not told within 5 s");
    await siteByButtons(page, app, `Fourth ${stamp}`, "editor");
  });
  await story.step("what the dashboard says of a plan that is not paid", page, () => planBanners(page, app, access, context, shop));
  await story.step("an invoice to print", buyer, async () => {
    const invoices = buyer.locator('a[href^="/billing/invoices/"]');
    check((await invoices.count()) === 2, `${await invoices.count()} invoices`);
    await invoices.first().click();
    await buyer.getByText(/9[.,]00/).first().waitFor(wait);
    await usable("invoice");
  });
  await story.step("the plan ends with what is paid, and goes on after all", buyer, async () => {
    await buyer.goto(`${shop}/billing`, wait);
    await buyer.getByRole("button", { name: "End it with what is paid" }).click();
    await buyer.getByText(/It ends on/).waitFor(wait);
    await buyer.getByRole("button", { name: "Keep it" }).click();
    await buyer.getByText(/It renews on/).waitFor(wait);
  });
  await story.step("what each other plan would come to", buyer, async () => {
    await press(buyer, buyer.getByRole("link", { name: "Change plan" }));
    await buyer.getByRole("heading", { name: "Change plan" }).waitFor(wait);
    check((await buyer.locator("[data-price]").count()) === 3, "not three other prices are offered");
    const year = buyer.locator('[data-price="pro-year-eur-1"]');
    for (const sum of ["€90.00", "-€9.00", "€81.00"]) await year.getByText(sum, { exact: true }).waitFor(wait);
    await usable("change");
  });
  await story.step("the plan is changed at the sum that was shown", buyer, async () => {
    await press(buyer, buyer.getByRole("button", { name: "Change to Pro by the year and pay €81.00" }));
    await buyer.locator('[data-plan="Pro"]').getByText("€90.00 a year").waitFor(wait);
    await buyer.getByText("Credit note for").waitFor(wait);
  });
  await story.step("what the operator gives back is seen on the order", buyer, async () => {
    operator("payments", "refund", bought.replace("/orders/ord_", "pay_"));
    await buyer.goto(shop + bought, wait);
    await buyer.locator("[data-returned]").getByText("€12.00").waitFor(wait);
    await usable("returned");
    await buyer.goto(`${shop}/orders`, wait);
    await buyer.getByText("€12.00 goes back to you").waitFor(wait);
    // What the change of plan has credited went into the next invoice, and to nobody's card.
    check((await buyer.getByText("goes back to you").count()) === 1, "more than that is said to go back");
    await usable("orders");
  });
  await story.step("and among the invoices", buyer, async () => {
    await buyer.goto(`${shop}/billing`, wait);
    await buyer.getByText("-€12.00").waitFor(wait);
    await usable("billing after a refund");
  });
  await story.step("and has a credit note to print", buyer, async () => {
    await buyer.getByRole("row").filter({ hasText: "-€12.00" }).getByRole("link").click();
    await buyer.getByRole("heading", { name: /^Credit note/ }).waitFor(wait);
    await buyer.getByText("12.00 EUR").first().waitFor(wait);
    await usable("credit note", { printed: true });
  });
  await story.step("an address that is none is told in the house's look", buyer, async () => {
    await buyer.goto(`${shop}/nowhere`, wait);
    await buyer.getByRole("heading", { name: "This did not work" }).waitFor(wait);
    await usable("no page", { status: 404 });
  });
  await story.step("an order that is given up costs nothing", buyer, async () => {
    await buyer.goto(`${shop}/names?name=cake-${stamp}.test`, wait);
    await buyer.getByRole("button", { name: "Put it into the cart" }).click();
    await buyer.getByRole("link", { name: "Continue to pay" }).click();
    await buyer.getByRole("button", { name: /Order and pay/ }).click();
    await buyer.getByRole("link", { name: "Back to the shop" }).click();
    await buyer.getByRole("button", { name: "Give it up" }).click();
    await buyer.locator('[data-state="cancelled"]').waitFor(wait);
    await usable("given up");
  });
  await story.step("an empty cart", buyer, async () => {
    await buyer.goto(`${shop}/cart`, wait);
    await usable("empty cart");
  });
  access.tell();
  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
}

function allowance(page) {
  return ask(page, "/allowance", "GET");
}

/** The command line, as an operator calls it. */
function operator(...words) {
  const checkout = fileURLToPath(new URL("../../../../ops/plat", import.meta.url));
  const [command, ...first] = JSON.parse(process.env.PLAT ?? JSON.stringify([checkout]));
  const told = execFileSync(command, [...first, ...words, "--data", dirname(dirname(process.env.CA_ROOT))], { encoding: "utf8" });
  console.log(`plat ${words.join(" ")}: ${told.trim()}`);
}

async function typeCard(page, number) {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expiry, MM/YY").fill("12/34");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /^Pay/ }).click();
}
