import "grapesjs/dist/css/grapes.min.css";
import "./grapes.css";
import { api, ApiError, type Envelope, type LoadedDocument, type PageRow, type Problem, type Session, type Site } from "../shared/api";
import { busy, h, sheet } from "../shared/dom";
import { problemNotice } from "../shared/problems";
import { blockPanel } from "./blocks";
import { createCanvas } from "./canvas";
import { buildChrome, type Chrome } from "./chrome";
import { conflictDialog } from "./conflict";
import { failureNotice, publishedNotice, removedNotice } from "./notices";
import { projectOf, textOf } from "./pageText";
import { pageList, pageUrl } from "./pages";
import { Pictures } from "./pictures";
import { recovery, type RecoveryCopy } from "./recovery";
import { Saver } from "./saver";
import { showState } from "./status";

const app = document.querySelector<HTMLElement>("#app") as HTMLElement;

async function start(): Promise<void> {
  const [, , siteId, pageId] = location.pathname.split("/");
  app.replaceChildren(h("p", { class: "loading", role: "status" }, h("span", { class: "spinner" }), "Opening the page …"));
  try {
    const session = await api.session();
    if (!session) return location.replace(`/?back=${encodeURIComponent(location.pathname)}`);
    const site = await api.site(siteId ?? "");
    const page = site.pages.find((one) => one.page === pageId);
    if (!page) throw new ApiError({ code: "not-found", status: 404, value: pageId });
    open(session, site, page, await api.document(site.site, page.document));
  } catch (error) {
    app.replaceChildren(h("main", { class: "dead-end" }, problemNotice(error), h("a", { class: "button", href: "/" }, "Back to your sites")));
  }
}

function open(session: Session, site: Site, page: PageRow, loaded: LoadedDocument): void {
  const chrome = buildChrome(site.title);
  app.replaceChildren(chrome.root);
  chrome.pageName.textContent = page.title;
  document.title = `${page.title} · ${site.title} · Plat`;
  const editor = createCanvas(chrome, new Pictures(site.site));
  const key = `${session.account}/${site.site}/${page.document}`;
  let loading = true;
  let dialog: HTMLDialogElement | undefined;

  const load = (body: Envelope) => {
    loading = true;
    editor.loadProjectData(projectOf(body) as never);
    editor.UndoManager.clear();
    loading = false;
  };

  const saver = new Saver({
    account: session.account,
    site: site.site,
    document: page.document,
    rev: loaded.rev,
    text: "",
    current: () => textOf(editor),
    onState: (state, problem) => {
      showState(chrome, state, problem);
      if (state === "refused" && problem) failureNotice(chrome.notices, new ApiError(problem));
      if (state === "saved") chrome.notices.querySelector('[data-test="problem"]')?.remove();
    },
    onRemoved: (removed, sent) => {
      removedNotice(chrome.notices, removed);
      void adoptCleaned(sent);
    },
    onConflict: (problem) => void settle(problem),
  });

  /** The server keeps a cleaned page; if nothing was changed since, the editor shows just that. */
  async function adoptCleaned(sent: string): Promise<void> {
    const cleaned = await api.document(site.site, page.document).catch(() => undefined);
    if (!cleaned || cleaned.rev !== saver.rev || textOf(editor) !== sent) return;
    load(cleaned.body);
    saver.adopted(textOf(editor));
  }

  async function settle(problem: Problem): Promise<void> {
    if (dialog?.open) return;
    try {
      dialog = await conflictDialog({
        site,
        page,
        problem,
        mine: () => textOf(editor),
        takeTheirs: (theirs) => {
          load(theirs.body);
          saver.resolved(theirs.rev, textOf(editor));
        },
        tookMine: (rev, text) => saver.resolved(rev, text),
        copied: async (copy) => {
          await recovery.drop(key);
          leaving = true;
          location.assign(pageUrl(site.site, copy.page));
        },
      });
    } catch (error) {
      failureNotice(chrome.notices, error);
    }
  }

  let leaving = false;
  async function leave(url: string): Promise<void> {
    if (await saver.flush()) location.assign(url);
  }

  load(loaded.body);
  saver.adopted(textOf(editor));
  showState(chrome, "saved");
  editor.on("update", () => {
    if (!loading && textOf(editor) !== "") saver.changed();
  });
  chrome.blocks.append(blockPanel(editor));
  chrome.pages.append(pageList(site, page, leave));
  chrome.status.addEventListener("click", () => {
    if (saver.state === "conflict") void settle({ code: "revision-stale", status: 412 });
    else void saver.flush();
  });
  bindPublish(chrome, site, saver);
  bindKeys(saver);
  addEventListener("beforeunload", (event) => {
    if (!saver.clean && !leaving) event.preventDefault();
  });
  editor.onReady(() => (document.documentElement.dataset["ready"] = "true"));
  void offerRecovery(key, loaded, saver, load, () => textOf(editor));
}

function bindPublish(chrome: Chrome, site: Site, saver: Saver): void {
  chrome.publish.addEventListener("click", () =>
    void busy(chrome.publish, async () => {
      const label = chrome.publish.lastChild as Text;
      const say = (text: string) => (label.data = text);
      try {
        say("Saving…");
        if (!(await saver.flush())) return;
        say("Publishing…");
        publishedNotice(chrome.notices, await api.publish(site.site, crypto.randomUUID()));
      } catch (error) {
        failureNotice(chrome.notices, error);
      } finally {
        say("Publish");
      }
    }),
  );
}

function bindKeys(saver: Saver): void {
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      void saver.flush();
    }
  });
}

/** A copy that never reached the server: shown, never taken without being asked. */
async function offerRecovery(
  key: string,
  loaded: LoadedDocument,
  saver: Saver,
  load: (body: Envelope) => void,
  current: () => string,
): Promise<void> {
  const copy: RecoveryCopy | undefined = await recovery.find(key).catch(() => undefined);
  if (!copy) return;
  if (copy.text === current()) return recovery.drop(key);
  const time = new Date(copy.changed).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const dialog = sheet(
    { title: "There are changes that were not saved", test: "recovery-dialog" },
    h("p", {}, `This browser keeps a version of this page from ${time} that never reached the server.`),
    h(
      "div",
      { class: "sheet-foot" },
      h("button", { type: "button", class: "button", "data-test": "recovery-drop", onclick: () => void recovery.drop(key).then(() => dialog.close()) }, "Forget it"),
      h(
        "button",
        {
          type: "button", class: "button primary", "data-test": "recovery-take",
          onclick: () => {
            dialog.close();
            load((JSON.parse(copy.text) as Envelope));
            // Made on an older revision: the person must see both before one wins.
            if (copy.rev === loaded.rev) saver.changed();
            else saver.inConflict({ code: "revision-stale", status: 412, current: loaded.rev });
          },
        },
        "Bring it back",
      ),
    ),
  );
}

void start();
