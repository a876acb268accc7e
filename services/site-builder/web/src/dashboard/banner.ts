import { api, type Allowance } from "../shared/api";
import { h } from "../shared/dom";
import { icon } from "../shared/icons";

/** What an account has to know of its plan, with the way to change it; null where there is nothing to say or it cannot be told. */
export async function planBanner(sites: number, shop: string | null): Promise<HTMLElement | null> {
  let allowance: Allowance;
  try {
    allowance = await api.allowance();
  } catch {
    return null;
  }
  if (allowance.state === "read-only") {
    return banner("alert", allowance.state, "Your plan is not paid", "Nothing can be changed or published until it is. What is published stays.", shop, "/billing", "Pay what is open");
  }
  if (allowance.state === "past-due") {
    return banner("status", allowance.state, "A payment did not go through", "Nothing is kept from you yet. Pay what is open, so that you can go on changing and publishing your sites.", shop, "/billing", "Pay what is open");
  }
  if (sites > allowance.sites) {
    const room = `Your plan has room for ${allowance.sites === 1 ? "1 site" : `${allowance.sites} sites`}, and you have ${sites}.`;
    return banner("status", "over", room, "All of them stay, and can be changed and published. Another plan has room for new ones.", shop, "/plans", "See the plans");
  }
  return null;
}

function banner(role: "alert" | "status", state: string, title: string, words: string, shop: string | null, path: string, way: string): HTMLElement {
  return h(
    "div",
    { class: `notice banner${role === "status" ? " calm" : ""}`, role, "data-test": "plan-banner", "data-state": state },
    icon("warning"),
    h("div", {}, h("strong", {}, title), h("p", {}, words), shop !== null && h("a", { href: shop + path, "data-test": "plan-way" }, way)),
  );
}
