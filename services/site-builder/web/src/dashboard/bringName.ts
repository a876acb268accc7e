import { ApiError, type SiteRow } from "../shared/api";
import { busy, h } from "../shared/dom";
import { facts, sentence } from "../shared/problems";
import { registrations } from "../shared/registrations";

/** Brings a name over from another registrar; how that goes on is told in the list of names that are here. */
export function bringName(site: SiteRow, suffixes: string[], brought: () => void): { element: HTMLElement; focus: () => void } {
  const error = h("span", { class: "error", id: "bring-error", role: "alert", "data-test": "bring-error" });
  const said = h("p", { role: "status", "aria-live": "polite", "data-test": "bring-said" });
  const name = h("input", {
    class: "input", id: "bring-name", required: true, maxlength: 300, spellcheck: "false", autocapitalize: "none",
    autocomplete: "off", placeholder: `my-shop.${suffixes[0] ?? ""}`, "aria-describedby": "bring-hint bring-error", "data-test": "bring-name",
  });
  const code = h("input", {
    class: "input", id: "bring-code", required: true, maxlength: 64, spellcheck: "false", autocapitalize: "none",
    autocomplete: "off", "aria-describedby": "code-hint bring-error", "data-test": "bring-code",
  });
  const bring = h("button", { class: "button primary", type: "submit", "data-test": "bring" }, "Bring it over");
  const form = h(
    "form",
    { class: "stack", "data-test": "bring-form" },
    h(
      "div",
      { class: "field" },
      h("label", { for: "bring-name" }, "The name"),
      name,
      h("span", { class: "hint", id: "bring-hint" }, "Take its lock off first, where it is now. Its records are copied, and your site and mail go on all the while; after five days at most it is here, and leads to this site."),
    ),
    h(
      "div",
      { class: "field" },
      h("label", { for: "bring-code" }, "Its transfer code"),
      h("div", { class: "name-row" }, code, bring),
      h("span", { class: "hint", id: "code-hint" }, "Where the name is now it is also called authorisation code, auth info or EPP code."),
      error,
    ),
  );
  // The same words again are the same wish, also when an answer got lost.
  let key = crypto.randomUUID();
  const anew = (): void => {
    key = crypto.randomUUID();
  };
  name.addEventListener("input", anew);
  code.addEventListener("input", anew);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(bring, async () => {
      error.textContent = "";
      said.textContent = "";
      try {
        const now = await registrations.bring(site.site, name.value.trim(), code.value.trim(), key);
        said.textContent = `${now.display} is on its way.`;
        form.reset();
        anew();
        brought();
      } catch (problem) {
        told(problem);
      }
    });
  });

  function told(problem: unknown): void {
    const known = problem instanceof ApiError ? problem : undefined;
    error.textContent = known ? [known.problem.detail ?? sentence(known), facts(known.problem)].filter(Boolean).join(" ") : sentence(problem);
    if (known?.code === "transfer-code-refused") code.focus();
    else name.focus();
    if (known && !known.passing) anew();
  }

  return { element: h("div", { class: "stack" }, form, said), focus: () => name.focus() };
}
