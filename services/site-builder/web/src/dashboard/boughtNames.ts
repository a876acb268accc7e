import type { SiteRow } from "../shared/api";
import { h } from "../shared/dom";
import { icon } from "../shared/icons";
import { problemNotice } from "../shared/problems";
import { registrations, type Registration, type RegistrationState } from "../shared/registrations";
import { openZone } from "./zoneEditor";

const MOVING: ReadonlySet<RegistrationState> = new Set(["ordered", "checking", "pending", "registered"]);

export interface BoughtNames {
  element: HTMLElement;
  load(): Promise<void>;
  /** Again, if one of them is on its way. */
  follow(): Promise<void>;
}

/** The names of a site that are registered here, or on their way: until when, and whether they go on by themselves. */
export function boughtNames(site: SiteRow): BoughtNames {
  const problems = h("div", {});
  const list = h("ul", { class: "names", "data-test": "bought" });
  const element = h("section", { class: "stack", hidden: true }, h("h3", {}, "Registered here"), list, problems);

  let onTheWay = false;

  async function follow(): Promise<void> {
    if (onTheWay) await load();
  }

  async function load(): Promise<void> {
    try {
      const ours = (await registrations.all()).filter((one) => one.site === site.site && one.state !== "gone");
      const mine = ours.filter((one, at) => one.state !== "refused" || (one.brought && ours.findIndex((other) => other.name === one.name) === at));
      onTheWay = mine.some((one) => MOVING.has(one.state));
      list.replaceChildren(...mine.map(row));
      element.hidden = mine.length === 0;
      problems.replaceChildren();
    } catch (error) {
      problems.replaceChildren(problemNotice(error));
    }
  }

  function row(one: Registration): HTMLElement {
    const renew = h("input", { type: "checkbox", id: `renew-${one.registration}`, checked: one.autoRenew, "data-test": "auto-renew" });
    renew.addEventListener("change", () => {
      renew.disabled = true;
      registrations.renews(one.registration, renew.checked).then(load, (error) => {
        problems.replaceChildren(problemNotice(error));
        renew.checked = !renew.checked;
        renew.disabled = false;
      });
    });
    const settled = one.state === "active";
    const records = h("button", { class: "button", type: "button", "data-test": "edit-zone" }, icon("list"), "DNS records");
    records.addEventListener("click", () => openZone(one.name));
    const back = h("button", { class: "button", type: "button", "data-test": "take-back" }, "Take it back");
    back.addEventListener("click", () => {
      back.disabled = true;
      registrations.takeBack(one.registration).then(load, (error) => {
        problems.replaceChildren(problemNotice(error));
        back.disabled = false;
      });
    });
    const waits = one.brought && one.state === "pending";
    return h(
      "li",
      { class: "name", "data-test": "bought-name", "data-name": one.name, "data-state": one.state },
      h(
        "div",
        { class: "bought" },
        h("strong", { class: "name-text" }, one.display, one.display === one.name ? null : h("span", { class: "name-ascii" }, one.name)),
        h("span", { "data-test": "bought-said" }, one.sentence),
        waits && h("div", { class: "name-actions" }, h("button", { class: "button", type: "button", "data-test": "edit-zone", onclick: () => openZone(one.name) }, icon("list"), "Copied records"), back),
        settled && h("div", { class: "name-actions" }, records, h("label", { class: "check", for: `renew-${one.registration}` }, renew, h("span", {}, "Renew it by itself"))),
      ),
    );
  }

  return { element, load, follow };
}
