import { api, type Envelope, type LoadedDocument, type PageRow, type Problem, type Site } from "../shared/api";
import { busy, h, sheet } from "../shared/dom";
import { problemNotice } from "../shared/problems";
import { previewOf } from "./pageText";

export interface ConflictSettings {
  site: Site;
  page: PageRow;
  mine: () => string;
  problem: Problem;
  /** Show theirs; the saver goes on from there. */
  takeTheirs: (theirs: LoadedDocument) => void;
  /** Mine was written over theirs, at this revision. */
  tookMine: (rev: number, text: string) => void;
  /** Mine lives on as a page of its own. */
  copied: (copy: PageRow) => Promise<void>;
}

/** Theirs, mine, or mine as a copy. Closing it decides nothing and loses nothing. */
export async function conflictDialog(settings: ConflictSettings): Promise<HTMLDialogElement> {
  const { site, page, problem } = settings;
  const problems = h("div", {});
  const theirs = await api.document(site.site, page.document);
  const mine = JSON.parse(settings.mine()) as Envelope;

  const choice = (label: string, test: string, kind: string, work: () => Promise<void>) => {
    const button = h("button", { type: "button", class: `button ${kind}`, "data-test": test }, label);
    button.addEventListener("click", () =>
      void busy(button, async () => {
        problems.replaceChildren();
        try {
          await work();
          dialog.close();
        } catch (error) {
          problems.replaceChildren(problemNotice(error));
        }
      }),
    );
    return button;
  };

  const dialog = sheet(
    { title: "Somebody else changed this page", test: "conflict-dialog", wide: true },
    h(
      "p",
      {},
      "While you were working, another save reached this page. Nothing is lost: their version is saved, yours is kept in this browser until you decide.",
    ),
    problems,
    h(
      "div",
      { class: "versions" },
      version("Theirs", `Revision ${theirs.rev}${when(problem["saved"])}`, theirs.body, "conflict-theirs"),
      version("Mine", "Not saved yet, on this screen", mine, "conflict-mine"),
    ),
    h(
      "div",
      { class: "sheet-foot" },
      choice("Use theirs", "use-theirs", "", async () => settings.takeTheirs(theirs)),
      choice("Use mine instead", "use-mine", "", async () => {
        const text = settings.mine();
        const saved = await api.save(site.site, page.document, text, theirs.rev, crypto.randomUUID());
        settings.tookMine(saved.rev, text);
      }),
      choice("Keep mine as a copy", "keep-copy", "primary", async () => {
        const copy = await makeCopy(site, page);
        await api.save(site.site, copy.document, settings.mine(), copy.rev, crypto.randomUUID());
        await settings.copied(copy);
      }),
    ),
  );
  return dialog;
}

async function makeCopy(site: Site, page: PageRow): Promise<PageRow> {
  const taken = new Set((await api.site(site.site)).pages.map((one) => one.path));
  const stem = `${page.path || "home"}-copy`;
  let path = stem;
  for (let i = 2; taken.has(path); i++) path = `${stem}-${i}`;
  return api.createPage(site.site, { title: `${page.title} (copy)`, path }, crypto.randomUUID());
}

function version(title: string, about: string, page: Envelope, test: string): HTMLElement {
  // Same origin, so that private pictures show; no scripts, so that nothing runs.
  const frame = h("iframe", { title: `${title}: preview`, sandbox: "allow-same-origin", tabindex: -1 });
  frame.srcdoc = previewOf(page);
  return h(
    "figure",
    { class: "version", "data-test": test },
    h("figcaption", {}, h("strong", {}, title), h("span", {}, about)),
    h("div", { class: "version-frame" }, frame),
  );
}

function when(saved: unknown): string {
  const time = typeof saved === "string" || typeof saved === "number" ? new Date(saved) : undefined;
  return time && !Number.isNaN(time.getTime()) ? `, saved ${time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}` : "";
}
