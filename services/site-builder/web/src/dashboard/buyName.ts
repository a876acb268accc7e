import { ApiError, type SiteRow } from "../shared/api";
import { domains, type Domain } from "../shared/domains";
import { busy, h } from "../shared/dom";
import { icon } from "../shared/icons";
import { facts, problemNotice, sentence } from "../shared/problems";
import { registrations, type Quote, type Registration, type Sale } from "../shared/registrations";

const EVERY_MS = 400;
const WATCH_MS = 10 * 60_000;

/** The steps from a click to a page that answers, in words. */
const STEPS = ["Registered", "Leads to your site", "Secured with a certificate"] as const;

/** Looks for a name, buys it, and shows how it comes alive. */
export function buyName(site: SiteRow, { suffixes, shop }: Sale, bought: () => void): { element: HTMLElement; focus: () => void; close: () => void } {
  const error = h("span", { class: "error", id: "buy-error", role: "alert", "data-test": "buy-error" });
  const name = h("input", {
    class: "input", id: "buy-name", required: true, maxlength: 300, spellcheck: "false", autocapitalize: "none",
    autocomplete: "off", placeholder: `my-shop.${suffixes[0] ?? ""}`, "aria-describedby": "buy-hint buy-error", "data-test": "buy-name",
  });
  const look = h("button", { class: "button primary", type: "submit", "data-test": "look-name" }, "Look");
  const result = h("div", { "aria-live": "polite", "data-test": "buy-result" });
  const form = h(
    "form",
    { class: "field", "data-test": "buy-form" },
    h("label", { for: "buy-name" }, "A new name"),
    h("div", { class: "name-row" }, name, look),
    h("span", { class: "hint", id: "buy-hint" }, `Names ending in ${suffixes.map((one) => `.${one}`).join(" or ")}. It is set up for this site by itself; there is nothing to configure.`),
    error,
  );
  const element = h("div", { class: "stack" }, form, result);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const until = Date.now() + WATCH_MS;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(look, async () => {
      clearTimeout(timer);
      told(undefined);
      try {
        result.replaceChildren(offer(await registrations.quote(typed())));
      } catch (problem) {
        told(problem);
      }
    });
  });

  /** Who types one word means it with our ending. */
  function typed(): string {
    const text = name.value.trim();
    return text.includes(".") || !suffixes[0] ? text : `${text}.${suffixes[0]}`;
  }

  function told(problem: unknown): void {
    name.setAttribute("aria-invalid", String(problem !== undefined));
    error.textContent = problem === undefined ? "" : words(problem);
    if (problem === undefined) return;
    result.replaceChildren();
    name.focus();
  }

  function offer(quote: Quote): HTMLElement {
    if (!quote.available) {
      const why = quote.refusal === "name-premium" ? "The registry wants a higher price for it, and we do not sell it yet." : "Somebody has it already. Try another one.";
      return h("div", { class: "offer", "data-test": "offer", "data-refusal": quote.refusal }, title(quote), h("p", {}, why));
    }
    if (shop !== null) {
      const way = `${shop}/names?${new URLSearchParams({ name: quote.name, site: site.site })}`;
      return h("div", { class: "offer", "data-test": "offer" }, title(quote), h("p", {}, "Nobody has it yet. The shop shows what it costs."), h("a", { class: "button primary", href: way, "data-test": "to-shop" }, icon("globe"), `Buy ${quote.display}`));
    }
    const key = crypto.randomUUID();
    const buy = h("button", { class: "button primary", type: "button", "data-test": "buy" }, icon("globe"), `Buy ${quote.display}`);
    buy.addEventListener("click", () =>
      void busy(buy, async () => {
        try {
          follow(await registrations.buy(site.site, quote.name, key));
          bought();
        } catch (problem) {
          told(problem);
        }
      }),
    );
    return h("div", { class: "offer", "data-test": "offer" }, title(quote), h("p", {}, price(quote)), buy);
  }

  /** One picture from the click to the page that answers; the steps stay where they are. */
  function follow(first: Registration): void {
    const lines = STEPS.map((step) => h("li", { "data-state": "wait" }, icon("clock"), h("span", {}, step)));
    const said = h("p", { "data-test": "buy-said" });
    const live = h("p", {});
    const card = h("div", { class: "offer", "data-test": "progress", "data-state": first.state }, h("strong", { class: "name-text" }, first.display), h("ol", { class: "steps" }, ...lines), said, live);
    result.replaceChildren(card);
    name.value = "";

    function show(now: Registration, domain: Domain | undefined): boolean {
      const certified = domain?.certificateStatus === undefined || domain.certificateStatus === "deployed";
      const routed = domain?.nameStatus === "routed";
      const done = [now.state === "registered" || now.state === "active", routed, routed && certified];
      lines.forEach((line, i) => {
        const state = done[i] ? "good" : "wait";
        if (line.dataset["state"] === state) return;
        line.dataset["state"] = state;
        line.replaceChildren(icon(done[i] ? "check" : "clock"), h("span", {}, STEPS[i] ?? ""), h("span", { class: "sr-only" }, done[i] ? "done" : ""));
      });
      const over = now.state === "refused" || now.state === "parked" || now.state === "gone";
      const alive = done.every(Boolean);
      card.dataset["state"] = alive ? "live" : now.state;
      if (said.textContent !== now.sentence) said.textContent = now.sentence;
      if (alive && live.childElementCount === 0) {
        const url = domain?.url ?? `https://${now.name}/`;
        live.append(h("a", { class: "button primary", href: url, target: "_blank", rel: "noopener", "data-test": "open-name" }, icon("external"), `Open ${now.display}`));
        bought();
      }
      return over || alive;
    }

    async function watch(): Promise<void> {
      try {
        const [now, names] = await Promise.all([registrations.one(first.registration), domains.ofSite(site.site)]);
        if (show(now, names.find((one) => one.name === now.name))) return;
      } catch (problem) {
        if (!(problem instanceof ApiError && problem.passing)) return result.append(problemNotice(problem));
      }
      if (card.isConnected && Date.now() < until) timer = setTimeout(() => void watch(), EVERY_MS);
    }

    show(first, undefined);
    void watch();
  }

  return { element, focus: () => name.focus(), close: () => clearTimeout(timer) };
}

function words(problem: unknown): string {
  if (!(problem instanceof ApiError)) return sentence(problem);
  return [problem.problem.detail ?? sentence(problem), facts(problem.problem)].filter(Boolean).join(" ");
}

function title(quote: Quote): HTMLElement {
  return h("strong", { class: "name-text" }, quote.display, quote.display === quote.name ? null : h("span", { class: "name-ascii" }, quote.name));
}

function price({ price: amount, currency, years }: Quote): string {
  const term = years === 1 ? "a year" : `for ${years} years`;
  if (amount === null || currency === null) return "It is free.";
  const text = new Intl.NumberFormat(undefined, { style: "currency", currency }).format(Number(amount));
  return `It is free: ${text} ${term}. On this machine nothing is charged.`;
}
