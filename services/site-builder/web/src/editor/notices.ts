import type { Published, Removed } from "../shared/api";
import { h, type Child } from "../shared/dom";
import { icon, type IconName } from "../shared/icons";
import { problemNotice } from "../shared/problems";

const RULES: Record<string, string> = {
  element: "an element that may not stand in a page",
  attribute: "an attribute that may not stand here",
  "attribute-value": "a value that this attribute may not have",
  url: "an address of a kind that is not allowed",
  class: "a class name with letters that are not allowed",
  property: "a setting that is not known",
  "component-type": "a kind of component that is not allowed",
  "css-property": "a style property that is not allowed",
  "css-value": "a style value that is not allowed",
  "css-rule": "a style rule that is not allowed",
};

function notice(holder: HTMLElement, test: string, name: IconName, ...children: Child[]): HTMLElement {
  const close = h("button", { type: "button", class: "button ghost icon-only", "aria-label": "Dismiss", onclick: () => box.remove() }, icon("close"));
  const box = h("div", { class: "toast", "data-test": test }, icon(name), h("div", { class: "toast-text" }, ...children), close);
  holder.querySelector(`[data-test="${test}"]`)?.remove();
  holder.append(box);
  return box;
}

/** What the server took out of a save: shown, so that nothing vanishes in silence. */
export function removedNotice(holder: HTMLElement, removed: Removed[]): void {
  notice(
    holder,
    "removed",
    "warning",
    h("strong", {}, "Saved, but some things were taken out"),
    h(
      "ul",
      {},
      ...removed.slice(0, 8).map((one) =>
        h("li", { "data-rule": one.rule }, `${RULES[one.rule] ?? one.rule}: `, h("code", {}, one.value), h("small", {}, one.place)),
      ),
    ),
    removed.length > 8 ? h("p", {}, `and ${removed.length - 8} more`) : null,
  );
}

export function publishedNotice(holder: HTMLElement, published: Published): void {
  notice(
    holder,
    "published",
    "check",
    h("strong", {}, "Published"),
    h("p", {}, h("a", { href: published.url, target: "_blank", rel: "noopener", "data-test": "published-url" }, published.url)),
  );
}

export function failureNotice(holder: HTMLElement, error: unknown): void {
  const close = h("button", { type: "button", class: "button ghost icon-only", "aria-label": "Dismiss", onclick: () => box.remove() }, icon("close"));
  const box = problemNotice(error);
  box.append(close);
  holder.querySelector('[data-test="problem"]')?.remove();
  holder.append(box);
}
