import { api, type PageRow, type Site } from "../shared/api";
import { busy, h, sheet } from "../shared/dom";
import { icon } from "../shared/icons";
import { problemNotice } from "../shared/problems";
import { slugOf } from "../shared/slug";

export function pageUrl(site: string, page: string): string {
  return `/edit/${encodeURIComponent(site)}/${encodeURIComponent(page)}`;
}

/** The site's pages, and a way to add one. `leave` saves before another page opens. */
export function pageList(site: Site, current: PageRow, leave: (url: string) => Promise<void>): HTMLElement {
  const items = site.pages.map((page) =>
    h(
      "li",
      {},
      h(
        "a",
        {
          class: "page-item",
          href: pageUrl(site.site, page.page),
          "aria-current": page.page === current.page ? "page" : null,
          "data-test": "page",
          "data-path": page.path,
          onclick: (event: Event) => {
            event.preventDefault();
            if (page.page !== current.page) void leave(pageUrl(site.site, page.page));
          },
        },
        icon("page"),
        h("span", { class: "page-item-text" }, h("span", {}, page.title), h("small", {}, `/${page.path}`)),
      ),
    ),
  );
  const add = h("button", { type: "button", class: "button", "data-test": "add-page", onclick: () => addPage(site, leave) }, icon("plus"), "Add page");
  return h("div", { class: "page-list" }, h("ul", {}, ...items), add);
}

function addPage(site: Site, leave: (url: string) => Promise<void>): void {
  const problems = h("div", {});
  const title = h("input", { class: "input", id: "page-title", required: true, maxlength: 100, "data-test": "page-title" });
  const path = h("input", {
    class: "input", id: "page-path", required: true, maxlength: 100, spellcheck: "false", pattern: "[a-z0-9]+(-[a-z0-9]+)*",
    "aria-describedby": "page-path-hint", "data-test": "page-path",
  });
  let own = false;
  title.addEventListener("input", () => {
    if (!own) path.value = slugOf(title.value);
  });
  path.addEventListener("input", () => (own = path.value !== ""));
  const submit = h("button", { class: "button primary", type: "submit", "data-test": "create-page" }, "Add page");
  const form = h(
    "form",
    { class: "stack" },
    problems,
    h("div", { class: "field" }, h("label", { for: "page-title" }, "Title"), title),
    h(
      "div",
      { class: "field" },
      h("label", { for: "page-path" }, "Address"),
      path,
      h("span", { class: "hint", id: "page-path-hint" }, "a–z, 0–9 and hyphens: the part after the first slash."),
    ),
    h("div", { class: "sheet-foot" }, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"), submit),
  );
  const dialog = sheet({ title: "New page", test: "page-dialog" }, form);
  title.focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, async () => {
      problems.replaceChildren();
      try {
        const made = await api.createPage(site.site, { title: title.value.trim(), path: path.value }, crypto.randomUUID());
        dialog.close();
        await leave(pageUrl(site.site, made.page));
      } catch (error) {
        problems.replaceChildren(problemNotice(error));
      }
    });
  });
}
