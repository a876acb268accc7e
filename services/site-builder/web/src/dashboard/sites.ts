import { api, type Session, type SiteRow } from "../shared/api";
import { busy, h } from "../shared/dom";
import { icon } from "../shared/icons";
import { problemNotice, sentence } from "../shared/problems";
import mark from "../shared/mark.svg";
import { domainsOffered } from "../shared/domains";
import { checkoutOrigin } from "../shared/services";
import { emblem } from "./art";
import { planBanner } from "./banner";
import { createSite } from "./create";
import { openDomains } from "./domains";

/** The signed-in person's sites. */
export async function sitesPage(session: Session, left: () => void): Promise<HTMLElement> {
  const [offered, shop] = await Promise.all([domainsOffered(), checkoutOrigin()]);
  const list = h("div", { "data-test": "sites" });
  const plan = h("div", {});
  const toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  const create = h("button", { class: "button primary", type: "button", "data-test": "new-site" }, icon("plus"), "New site");
  create.addEventListener("click", () => void busy(create, openCreate));

  async function openCreate(): Promise<void> {
    try {
      createSite(await api.templates(), openEditor);
    } catch (error) {
      list.prepend(problemNotice(error));
    }
  }

  async function load(): Promise<void> {
    try {
      const sites = await api.sites();
      plan.replaceChildren((await planBanner(sites.length, shop)) ?? "");
      list.replaceChildren(sites.length === 0 ? empty(openCreate) : h("ul", { class: "sites" }, ...sites.map((one) => card(one, offered, published))));
    } catch (error) {
      list.replaceChildren(problemNotice(error));
    }
  }

  function published(message: Node | string): void {
    const toast = h("div", { class: "toast", "data-test": "toast" }, icon("check"), h("div", {}, message));
    toasts.append(toast);
    setTimeout(() => toast.remove(), 8_000);
    void load();
  }

  await load();
  const out = h("button", { class: "button ghost", type: "button", "data-test": "sign-out" }, icon("out"), "Sign out");
  out.addEventListener("click", () => void busy(out, () => api.signOut().then(left, (error) => void list.prepend(problemNotice(error)))));
  return h(
    "div",
    { class: "shell" },
    h(
      "header",
      { class: "topbar" },
      h(
        "div",
        { class: "topbar-in" },
        h("a", { class: "mark", href: "/" }, h("img", { src: mark, alt: "", width: 28, height: 28 }), "Plat"),
        h("span", { class: "who", "data-test": "who" }, session.email),
        shop !== null && h("a", { class: "button ghost", href: `${shop}/billing`, "data-test": "to-billing" }, "Plan and billing"),
        out,
      ),
    ),
    h(
      "main",
      { class: "page" },
      h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Your sites"), h("p", {}, "Everything you build lives here.")), create),
      plan,
      list,
    ),
    toasts,
  );
}

async function openEditor(site: string): Promise<void> {
  const { pages } = await api.site(site);
  const home = pages.find((page) => page.path === "") ?? pages[0];
  if (home) location.assign(`/edit/${encodeURIComponent(site)}/${encodeURIComponent(home.page)}`);
}

function card(site: SiteRow, offered: boolean, published: (message: Node | string) => void): HTMLElement {
  const problems = h("div", {});
  const edit = h("button", { class: "button", type: "button", "data-test": "edit-site" }, icon("edit"), "Edit");
  edit.addEventListener("click", () => void busy(edit, () => openEditor(site.site).catch((error) => problems.replaceChildren(problemNotice(error)))));
  const publish = h("button", { class: "button", type: "button", "data-test": "publish-site" }, icon("rocket"), "Publish");
  publish.addEventListener("click", () =>
    void busy(publish, async () => {
      problems.replaceChildren();
      try {
        const { url } = await api.publish(site.site, crypto.randomUUID());
        published(h("span", {}, `${site.title} is live at `, h("a", { href: url, target: "_blank", rel: "noopener" }, url)));
      } catch (error) {
        problems.replaceChildren(problemNotice(error));
        publish.title = sentence(error);
      }
    }),
  );
  const domains = h("button", { class: "button", type: "button", "data-test": "site-domains" }, icon("globe"), "Domain");
  domains.addEventListener("click", () => openDomains(site));
  const address = site.url.replace(/^https?:\/\//, "").replace(/\/$/, "");
  return h(
    "li",
    { class: "site", "data-test": "site", "data-site": site.site, "data-slug": site.slug },
    h("span", { class: "site-art" }, emblem(site.site, site.title)),
    h(
      "div",
      { class: "site-main" },
      h(
        "div",
        { class: "site-title" },
        h(
          "div",
          {},
          h("h2", {}, site.title),
          site.published
            ? h("a", { class: "site-url", href: site.url, target: "_blank", rel: "noopener", "data-test": "site-url" }, address, icon("external"))
            : h("span", { class: "site-url", "data-test": "site-url" }, address),
        ),
        h("span", { class: `pill${site.published ? " live" : ""}`, "data-test": "site-status" }, site.published ? "Live" : "Draft"),
      ),
      problems,
      h("div", { class: "site-actions" }, edit, publish, offered && domains),
    ),
  );
}

function empty(create: () => Promise<void>): HTMLElement {
  const button = h("button", { class: "button primary", type: "button", "data-test": "first-site" }, icon("plus"), "Make your first site");
  button.addEventListener("click", () => void busy(button, create));
  return h(
    "div",
    { class: "empty" },
    h("h2", {}, "Nothing here yet"),
    h("p", {}, "Choose a template, give it a name, and it is yours to change. Nobody sees it before you publish."),
    button,
  );
}
