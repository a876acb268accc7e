import { api, ApiError, type Template } from "../shared/api";
import { busy, h, sheet } from "../shared/dom";
import { facts, problemNotice, sentence } from "../shared/problems";
import { slugOf } from "../shared/slug";
import { drawing } from "./art";

const SLUG = /^[a-z0-9](?:-?[a-z0-9]){2,62}$/;

/** Title, address and template of a new site; opens the editor's page when it is made. */
export function createSite(templates: Template[], made: (site: string) => Promise<void>): void {
  const problems = h("div", {});
  const slugError = h("span", { class: "error", id: "slug-error", role: "alert", "data-test": "slug-error" });
  const title = h("input", { class: "input", id: "site-title", required: true, maxlength: 100, "data-test": "site-title" });
  const slug = h("input", {
    class: "input", id: "site-slug", required: true, maxlength: 63, spellcheck: "false", autocapitalize: "none",
    "aria-describedby": "slug-hint slug-error", "data-test": "site-slug",
  });
  let ownSlug = false;
  let key = crypto.randomUUID();
  const changed = () => {
    key = crypto.randomUUID();
    const bad = slug.value !== "" && !SLUG.test(slug.value);
    slug.setAttribute("aria-invalid", String(bad));
    slugError.textContent = bad ? "At least 3 of a–z and 0–9, with single hyphens between them." : "";
  };
  title.addEventListener("input", () => {
    if (!ownSlug) slug.value = slugOf(title.value);
    changed();
  });
  slug.addEventListener("input", () => {
    ownSlug = slug.value !== "";
    changed();
  });
  const submit = h("button", { class: "button primary", type: "submit", "data-test": "create-site" }, "Create site");
  const form = h(
    "form",
    { class: "stack", "data-test": "create-site-form" },
    problems,
    h("div", { class: "field" }, h("label", { for: "site-title" }, "Name of the site"), title),
    h(
      "div",
      { class: "field" },
      h("label", { for: "site-slug" }, "Address"),
      slug,
      h("span", { class: "hint", id: "slug-hint" }, "The first part of the site's host name. It cannot be changed later."),
      slugError,
    ),
    h(
      "fieldset",
      { class: "templates" },
      h("legend", {}, "Start from"),
      h("div", { class: "template-grid" }, ...templates.map((one, i) => card(one, i === 0, changed))),
    ),
    h("div", { class: "sheet-foot" }, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"), submit),
  );
  const dialog = sheet({ title: "New site", test: "create-site-dialog" }, form);
  title.focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!SLUG.test(slug.value)) return slug.focus();
    void busy(submit, async () => {
      problems.replaceChildren();
      try {
        const template = new FormData(form).get("template");
        const site = await api.createSite({ title: title.value.trim(), slug: slug.value, template: String(template) }, key);
        await made(site.site);
        dialog.close();
      } catch (error) {
        if (error instanceof ApiError && error.code.startsWith("slug-")) {
          slugError.textContent = [sentence(error), facts(error.problem)].filter(Boolean).join(" ");
          slug.setAttribute("aria-invalid", "true");
          slug.focus();
          key = crypto.randomUUID();
        } else {
          problems.replaceChildren(problemNotice(error));
        }
      }
    });
  });
}

function card(template: Template, checked: boolean, changed: () => void): HTMLElement {
  return h(
    "label",
    { class: "template" },
    drawing(template.id),
    h("input", { type: "radio", name: "template", value: template.id, checked, "data-test": `template-${template.id}`, onchange: changed }),
    h("span", { class: "template-text" }, h("strong", {}, template.title), h("span", {}, template.description)),
  );
}
