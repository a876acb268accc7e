// What a plan lets its owner do, as the dashboard shows it.
import { check } from "./browser.mjs";

const wait = { timeout: 60_000 };

/** Makes a site by the dashboard's buttons; the dialog's refusal, or nothing when the editor opens. */
export async function siteByButtons(page, app, title, ends) {
  const at = (name) => page.locator(`[data-test="${name}"]`);
  await page.goto(app);
  await at("new-site").click(wait);
  await at("site-title").fill(title);
  await at("create-site").click();
  if (ends === "editor") return page.waitForURL(/\/edit\//, wait);
  const refused = page.locator('[data-test="problem"][data-code="plan-limit"]');
  await refused.locator('[data-test="plan-way"]').waitFor(wait);
  return refused;
}

/** Each of the three banners, with its role and its way; what the service would answer is put in its mouth. */
export async function planBanners(page, app, access, context, shop) {
  const cases = [
    { said: { plan: "pro", state: "past-due", sites: 25 }, state: "past-due", role: "status", way: "/billing" },
    { said: { plan: "pro", state: "read-only", sites: 25 }, state: "read-only", role: "alert", way: "/billing" },
    { said: { plan: "free", state: "active", sites: 1 }, state: "over", role: "status", way: "/plans" },
  ];
  for (const { said, state, role, way } of cases) {
    const played = (where) => where.route("**/api/v1/allowance", (route) => route.fulfill({ json: said }));
    await played(page);
    await page.goto(app);
    const banner = page.locator(`[data-test="plan-banner"][data-state="${state}"]`);
    await banner.waitFor(wait);
    check((await banner.getAttribute("role")) === role, `${state} is no ${role}`);
    const leads = await banner.locator('[data-test="plan-way"]').getAttribute("href");
    check(leads === shop + way, `${state} leads to ${leads}`);
    await access.holds(context, app, `dashboard ${state}`, { before: played, shows: '[data-test="plan-banner"]' });
    await page.unroute("**/api/v1/allowance");
  }
  await page.goto(app);
  await page.locator('[data-test="site"]').first().waitFor(wait);
  check((await page.locator('[data-test="plan-banner"]').count()) === 0, "there is a banner where nothing is to be said");
}
