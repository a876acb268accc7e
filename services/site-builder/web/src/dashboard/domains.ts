import type { SiteRow } from "../shared/api";
import { domains, type Domain } from "../shared/domains";
import { busy, h, sheet } from "../shared/dom";
import { facts, problemNotice, sentence } from "../shared/problems";
import { ApiError } from "../shared/api";
import { registrations } from "../shared/registrations";
import { boughtNames } from "./boughtNames";
import { bringName } from "./bringName";
import { buyName } from "./buyName";
import { nameCard, type NameCard } from "./nameCard";

const EVERY_MS = 5_000;
const WATCH_MS = 10 * 60_000;

/** A site's own names: add one, see what to set, watch it come alive. */
export function openDomains(site: SiteRow): void {
  const problems = h("div", {});
  const nameError = h("span", { class: "error", id: "name-error", role: "alert", "data-test": "name-error" });
  const name = h("input", {
    class: "input", id: "domain-name", required: true, maxlength: 300, spellcheck: "false", autocapitalize: "none",
    autocomplete: "off", placeholder: "example.com", "aria-describedby": "name-hint name-error", "data-test": "domain-name",
  });
  const pair = h("input", { type: "checkbox", id: "domain-pair", checked: true, "data-test": "domain-pair" });
  const add = h("button", { class: "button primary", type: "submit", "data-test": "add-domain" }, "Add");
  const form = h(
    "form",
    { class: "stack", "data-test": "add-domain-form" },
    h(
      "div",
      { class: "field" },
      h("label", { for: "domain-name" }, "A name you own"),
      h("div", { class: "name-row" }, name, add),
      h("span", { class: "hint", id: "name-hint" }, "You will be told which records to set where you bought it. Nothing changes there by itself."),
      nameError,
    ),
    h("label", { class: "check", for: "domain-pair" }, pair, h("span", {}, "Also answer on the same name with “www.” and send its visitors here")),
  );
  const list = h("ul", { class: "names", "data-test": "names" });
  const said = h("div", { class: "sr-only", role: "status", "aria-live": "polite", "data-test": "names-said" });
  const cards = new Map<string, NameCard>();
  const until = Date.now() + WATCH_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closeShop = (): void => {};
  const shop = h("div", { hidden: true });
  const bought = boughtNames(site);
  const onClose = (): void => {
    clearTimeout(timer);
    closeShop();
  };
  const dialog = sheet({ title: `Names of ${site.title}`, test: "domains-dialog", wide: true, onClose }, shop, form, problems, list, bought.element, said);
  name.focus();
  void openShop();

  /** Where names are sold there are three ways to one, and a person chooses. */
  async function openShop(): Promise<void> {
    const sale = await registrations.offered();
    const { suffixes } = sale;
    if (suffixes.length === 0 || !dialog.isConnected) return;
    void bought.load();
    const changed = (): void => void Promise.all([load(), bought.load()]);
    const buy = buyName(site, sale, changed);
    const bring = bringName(site, suffixes, changed);
    closeShop = buy.close;
    const way = (id: string, label: string, checked: boolean): HTMLElement =>
      h("label", { class: "way", for: id }, h("input", { type: "radio", name: "way", id, checked, "data-test": id }), h("span", {}, label));
    const ways = h("fieldset", { class: "ways" }, h("legend", { class: "sr-only" }, "Which name"), way("way-own", "A name I have", true), way("way-buy", "Buy a new name", false), way("way-bring", "Bring a name over", false));
    const buying = h("div", { hidden: true }, buy.element);
    const bringing = h("div", { hidden: true }, bring.element);
    ways.addEventListener("change", () => {
      const chosen = ways.querySelector<HTMLInputElement>("input:checked")?.id;
      form.hidden = chosen !== "way-own";
      buying.hidden = chosen !== "way-buy";
      bringing.hidden = chosen !== "way-bring";
      if (chosen === "way-buy") buy.focus();
      else if (chosen === "way-bring") bring.focus();
      else name.focus();
    });
    shop.append(ways, buying, bringing);
    shop.hidden = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(add, async () => {
      nameError.textContent = "";
      name.setAttribute("aria-invalid", "false");
      try {
        const made = await domains.add(site.site, name.value.trim(), pair.checked);
        form.reset();
        await load();
        cards.get(made.name)?.open();
      } catch (error) {
        refused(error);
      }
    });
  });

  function refused(error: unknown): void {
    if (error instanceof ApiError && error.problem.status < 500 && error.code !== "network") {
      nameError.textContent = [error.problem.detail ?? sentence(error), facts(error.problem)].filter(Boolean).join(" ");
      name.setAttribute("aria-invalid", "true");
      name.focus();
    } else {
      problems.replaceChildren(problemNotice(error));
    }
  }

  /** Cards stay where they are, so that nobody loses their place or a selection. */
  function show(names: Domain[]): void {
    for (const [known, card] of cards) {
      if (names.some((one) => one.name === known)) continue;
      card.element.remove();
      cards.delete(known);
    }
    for (const one of names) {
      const card = cards.get(one.name);
      if (card) {
        const news = card.update(one);
        if (news) said.textContent = news;
        continue;
      }
      const fresh = nameCard(one, () => void load());
      cards.set(one.name, fresh);
      list.append(fresh.element);
    }
    list.hidden = names.length === 0;
  }

  async function load(): Promise<void> {
    try {
      show(await domains.ofSite(site.site));
      problems.replaceChildren();
    } catch (error) {
      problems.replaceChildren(problemNotice(error));
    }
  }

  async function watch(): Promise<void> {
    domains.watch(site.site).catch(() => undefined); // Then the schedule's looks have to do.
    await Promise.all([load(), shop.hidden ? undefined : bought.follow()]);
    if (dialog.isConnected && Date.now() < until) timer = setTimeout(() => void watch(), EVERY_MS);
  }

  void watch();
}
