import { h } from "../shared/dom";
import { icon, type IconName } from "../shared/icons";
import mark from "../shared/mark.svg";

/** The editor's frame: bar, left panels, canvas, right panels. GrapesJS fills the holes. */
export interface Chrome {
  root: HTMLElement;
  pageName: HTMLElement;
  devices: HTMLElement;
  undo: HTMLButtonElement;
  redo: HTMLButtonElement;
  status: HTMLButtonElement;
  statusText: HTMLElement;
  publish: HTMLButtonElement;
  notices: HTMLElement;
  canvas: HTMLElement;
  blocks: HTMLElement;
  pages: HTMLElement;
  layers: HTMLElement;
  styles: HTMLElement;
  traits: HTMLElement;
  nothingSelected: HTMLElement;
}

export function buildChrome(siteTitle: string): Chrome {
  const blocks = h("div", {});
  const pages = h("div", {});
  const layers = h("div", { class: "layers" });
  const styles = h("div", { class: "styles" });
  const traits = h("div", { class: "traits" });
  const nothingSelected = h("p", { class: "panel-hint nothing" }, "Select something in the page to change how it looks.");
  const canvas = h("div", { class: "canvas", "data-test": "canvas" });
  const pageName = h("span", { class: "page-name", "data-test": "page-name" });
  const devices = h("div", { class: "devices", role: "group", "aria-label": "Screen size" });
  const undo = iconButton("undo", "Undo", "undo");
  const redo = iconButton("redo", "Redo", "redo");
  const statusText = h("span", {});
  const status = h("button", { type: "button", class: "save-status", "data-test": "save-status", "data-state": "saved" });
  const publish = h("button", { type: "button", class: "button primary", "data-test": "publish" }, icon("rocket"), "Publish");
  const notices = h("div", { class: "notices", "data-test": "notices", role: "status", "aria-live": "polite" });

  const left = tabs("Add and arrange", "left", [
    { id: "blocks", label: "Blocks", icon: "blocks", panel: blocks },
    { id: "pages", label: "Pages", icon: "page", panel: pages },
    { id: "layers", label: "Layers", icon: "layers", panel: layers },
  ]);
  const right = tabs("Selected", "right", [
    { id: "style", label: "Style", icon: "brush", panel: h("div", {}, nothingSelected, styles) },
    { id: "settings", label: "Settings", icon: "settings", panel: traits },
  ]);
  const root = h(
    "div",
    { class: "editor" },
    h(
      "header",
      { class: "bar" },
      h("a", { class: "home", href: "/", "aria-label": "Back to your sites", "data-test": "back" }, h("img", { src: mark, alt: "", width: 26, height: 26 })),
      h("div", { class: "names" }, h("span", { class: "site-name" }, siteTitle), pageName),
      h("div", { class: "bar-mid" }, devices, h("div", { class: "history" }, undo, redo)),
      h("div", { class: "bar-end" }, h("span", { role: "status", "aria-live": "polite", class: "status-live" }, status), publish),
    ),
    left,
    h("main", { class: "stage", "aria-label": "Page" }, canvas, notices),
    right,
  );
  status.append(statusText);
  return { root, pageName, devices, undo, redo, status, statusText, publish, notices, canvas, blocks, pages, layers, styles, traits, nothingSelected };
}

export function iconButton(name: IconName, label: string, test: string): HTMLButtonElement {
  return h("button", { type: "button", class: "button ghost icon-only", "aria-label": label, title: label, "data-test": test }, icon(name));
}

interface Tab {
  id: string;
  label: string;
  icon: IconName;
  panel: HTMLElement;
}

/** WAI-ARIA tabs: arrow keys move, the chosen panel is the only one shown. */
function tabs(label: string, side: "left" | "right", all: Tab[]): HTMLElement {
  const list = h("div", { role: "tablist", "aria-label": label, class: "tabs" });
  const body = h("div", { class: "panels" });
  const show = (chosen: Tab, focus: boolean) => {
    for (const tab of all) {
      const on = tab === chosen;
      const button = list.querySelector<HTMLElement>(`#tab-${tab.id}`);
      button?.setAttribute("aria-selected", String(on));
      button?.setAttribute("tabindex", on ? "0" : "-1");
      if (on && focus) button?.focus();
      (tab.panel.parentElement as HTMLElement).hidden = !on;
    }
  };
  for (const [i, tab] of all.entries()) {
    const button = h(
      "button",
      { type: "button", role: "tab", id: `tab-${tab.id}`, "aria-controls": `panel-${tab.id}`, "data-test": `tab-${tab.id}` },
      icon(tab.icon),
      h("span", {}, tab.label),
    );
    button.addEventListener("click", () => show(tab, false));
    button.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = all[(i + step + all.length) % all.length];
      if (step !== 0 && next) show(next, true);
    });
    list.append(button);
    body.append(h("div", { role: "tabpanel", id: `panel-${tab.id}`, "aria-labelledby": `tab-${tab.id}`, class: "panel" }, tab.panel));
  }
  if (all[0]) show(all[0], false);
  return h("aside", { class: `side ${side}`, "aria-label": label }, list, body);
}
