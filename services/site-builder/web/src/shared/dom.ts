export type Child = Node | string | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | EventListener | null | undefined>;

/** Builds an element. Text goes in as text; there is no way to pass HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** A modal dialog with a heading and a close button; removed from the page when it closes. */
export function sheet(
  options: { title: string; test: string; wide?: boolean; onClose?: () => void },
  ...children: Child[]
): HTMLDialogElement {
  const titleId = `sheet-${options.test}`;
  const dialog = h(
    "dialog",
    { class: `sheet${options.wide ? " wide" : ""}`, "aria-labelledby": titleId, "data-test": options.test },
    h(
      "div",
      { class: "sheet-head" },
      h("h2", { id: titleId }, options.title),
      closeButton(() => dialog.close()),
    ),
    h("div", { class: "sheet-body" }, ...children),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    options.onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function closeButton(onClick: () => void): HTMLButtonElement {
  const button = h("button", { type: "button", class: "button ghost icon-only", "aria-label": "Close", onclick: onClick });
  button.innerHTML =
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>';
  return button;
}

/** Runs a click's work once at a time and shows that it runs. */
export async function busy<T>(button: HTMLButtonElement, work: () => Promise<T>): Promise<T | undefined> {
  if (button.getAttribute("aria-busy") === "true") return undefined;
  button.setAttribute("aria-busy", "true");
  const spinner = h("span", { class: "spinner", "aria-hidden": "true" });
  button.prepend(spinner);
  try {
    return await work();
  } finally {
    spinner.remove();
    button.removeAttribute("aria-busy");
  }
}
