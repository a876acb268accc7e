import { type Domain, domains, type Wanted } from "../shared/domains";
import { busy, h } from "../shared/dom";
import { icon, type IconName } from "../shared/icons";
import { problemNotice } from "../shared/problems";

export interface NameCard {
  element: HTMLLIElement;
  open(): void;
  /** What to say aloud when something has changed. */
  update(domain: Domain): string | undefined;
}

interface Mood { word: string; kind: "good" | "wait" | "bad"; sign: IconName; next: string }

/** One name: how it stands, what is still to be done, and by whom. */
export function nameCard(first: Domain, changed: () => void): NameCard {
  let domain = first;
  const problems = h("div", {});
  const body = h("div", { class: "name-body" });
  const summary = h("summary", { class: "name-head", "data-test": "name-head" });
  const details = h("details", {}, summary, body);
  const element = h("li", { class: "name", "data-test": "name", "data-name": domain.name }, details);

  function render(): void {
    const mood = moodOf(domain);
    element.dataset["status"] = domain.nameStatus;
    summary.replaceChildren(
      h("strong", { class: "name-text" }, domain.display, domain.display === domain.name ? null : h("span", { class: "name-ascii" }, domain.name)),
      h("span", { class: `pill ${mood.kind}`, "data-test": "name-status" }, icon(mood.sign), mood.word),
    );
    body.replaceChildren(
      h("p", { class: "name-next", "data-test": "name-next" }, mood.next),
      domain.url ? h("p", {}, h("a", { href: domain.url, target: "_blank", rel: "noopener", "data-test": "live-link" }, domain.url)) : "",
      ...domain.findings.map((one) => h("div", { class: "notice calm", "data-test": "finding", "data-code": one.code }, icon("warning"), h("div", {}, one.sentence))),
      domain.contest ? h("div", { class: "notice", "data-test": "contest" }, icon("warning"), h("div", {}, contestText(domain))) : "",
      domain.redirectTo ? h("p", { class: "hint" }, `Its visitors are sent to ${domain.redirectTo}.`) : "",
      domain.looksLike ? h("p", { class: "hint" }, `People may read it as ${domain.looksLike}.`) : "",
      records(domain.records),
      problems,
      h("div", { class: "name-actions" }, ...actions(), h("span", { class: "hint", "data-test": "next-check" }, nextCheck(domain))),
    );
  }

  function actions(): HTMLElement[] {
    const check = h("button", { class: "button", type: "button", "data-test": "check-name" }, icon("refresh"), "Check now");
    check.addEventListener("click", () => void busy(check, () => tried(domains.check(domain.name))));
    const remove = h("button", { class: "button ghost", type: "button", "data-test": "remove-name" }, icon("trash"), "Remove");
    remove.addEventListener("click", () => {
      if (remove.dataset["sure"]) return void busy(remove, () => tried(domains.remove(domain.name)));
      remove.dataset["sure"] = "yes";
      remove.replaceChildren(icon("trash"), "Really remove? Visitors of this name will find nothing");
    });
    return [check, remove];
  }

  async function tried(work: Promise<unknown>): Promise<void> {
    try {
      await work;
      problems.replaceChildren();
      changed();
    } catch (error) {
      problems.replaceChildren(problemNotice(error));
    }
  }

  render();
  details.open = first.nameStatus !== "routed";
  return {
    element,
    open: () => {
      details.open = true;
      element.scrollIntoView({ block: "nearest" });
    },
    update: (fresh) => {
      if (JSON.stringify(fresh) === JSON.stringify(domain)) return undefined;
      const moved = moodOf(fresh).word !== moodOf(domain).word;
      domain = fresh;
      render();
      return moved ? `${domain.display}: ${moodOf(domain).word}. ${moodOf(domain).next}` : undefined;
    },
  };
}

function moodOf(domain: Domain): Mood {
  switch (domain.nameStatus) {
    case "claimed":
      return { word: "Waiting for proof", kind: "wait", sign: "clock", next: "Set the records below where you bought the name. The first shows that it is yours." };
    case "proven":
      return { word: "Yours", kind: "wait", sign: "clock", next: "It is proven to be yours. Now let it lead here with the address record." };
    case "routed":
      return certified(domain);
    case "misrouted":
      return { word: "Leads elsewhere", kind: "bad", sign: "warning", next: "Visitors of this name no longer come here. Set the address record again." };
    case "parked":
      return { word: "Set aside", kind: "bad", sign: "warning", next: "It was not right for a week. It is still looked at, less often; check it now when the records are set." };
    case "released":
      return { word: "Removed", kind: "bad", sign: "warning", next: "It is not this site's any more." };
  }
}

/** A name that leads here is live once every node can serve it over HTTPS. */
function certified(domain: Domain): Mood {
  const reason = domain.certificateReason ?? "";
  switch (domain.certificateStatus ?? "deployed") {
    case "deployed":
      return { word: "Live", kind: "good", sign: "check", next: `Visitors find your site here. Keep the records as they are.${reason && ` ${reason}`}` };
    case "none":
    case "ordered":
    case "issued":
      return { word: "Getting its certificate", kind: "wait", sign: "clock", next: "It leads here. Its certificate is being made; that takes seconds, at most minutes." };
    case "waiting":
      return { word: "Waiting for its certificate", kind: "wait", sign: "clock", next: `It leads here. ${reason || "Its certificate is being made; that takes seconds, at most minutes."}${again(domain)}` };
    case "failed":
    case "paused":
      return { word: "No certificate", kind: "bad", sign: "warning", next: `It leads here, but browsers cannot open it securely. ${reason}${again(domain)}` };
  }
}

function again({ certificateNext }: Domain): string {
  return certificateNext ? ` It is tried again at ${moment(certificateNext)}.` : "";
}

function contestText({ contest }: Domain): string {
  const when = contest?.decidesAt ? ` It stays with you until ${moment(contest.decidesAt)} at least, and longer while your proof record stands.` : "";
  return `Somebody else has proven this name too. Keep the proof record below.${when}`;
}

function records(wanted: Wanted[]): HTMLElement {
  return h(
    "div",
    { class: "records", role: "table", "aria-label": "Records to set" },
    ...wanted.map((one) =>
      h(
        "div",
        { class: "record", role: "row", "data-test": "record", "data-type": one.type, "data-why": one.why },
        h("span", { class: "record-type", role: "cell" }, one.type),
        copyable("Name", one.host),
        copyable("Value", one.value),
        one.found.length > 0 ? h("span", { class: "record-found", role: "cell", "data-test": "record-found" }, `Found instead: ${one.found.join(", ")}`) : null,
      ),
    ),
  );
}

function copyable(label: string, text: string): HTMLElement {
  const copy = h("button", { class: "button ghost icon-only", type: "button", "aria-label": `Copy ${label.toLowerCase()} ${text}` }, icon("copy"));
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(text).then(() => copy.replaceChildren(icon("check")));
    setTimeout(() => copy.replaceChildren(icon("copy")), 1_500);
  });
  return h("span", { class: "record-part", role: "cell" }, h("span", { class: "record-label" }, label), h("code", {}, text), copy);
}

function nextCheck({ nextCheck }: Domain): string {
  if (!nextCheck) return "";
  const seconds = Math.round((Date.parse(nextCheck) - Date.now()) / 1000);
  if (seconds <= 5) return "Being looked at now";
  return seconds < 120 ? `Looked at again in ${seconds} seconds` : `Looked at again at ${moment(nextCheck)}`;
}

function moment(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
