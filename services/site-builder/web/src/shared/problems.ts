import { ApiError, type Problem } from "./api";
import { h } from "./dom";
import { icon } from "./icons";
import { checkoutOrigin } from "./services";

/** What a person reads; the server's own sentence where we have none better. */
const SENTENCES: Record<string, string> = {
  "sign-in-failed": "The e-mail address and the password do not belong together.",
  "sign-in-required": "You are signed out. Sign in again; what you did is kept in this browser.",
  "sign-in-busy": "Too many people are signing in just now. Try again in a moment.",
  "name-taken": "There is already an account with this e-mail address.",
  "slug-taken": "This address is taken. Choose another one.",
  "slug-invalid": "This address cannot be used.",
  "path-taken": "Another page of this site already has this address.",
  "image-refused": "This picture cannot be used.",
  "media-type-refused": "This kind of file cannot be used.",
  "body-too-large": "This is too large.",
  "document-too-large": "This page has grown too large to be saved.",
  "inline-asset-too-large": "A picture stands inside the page. Upload it instead.",
  "rate-limited": "That was too often. Wait a moment.",
  "not-found": "This does not exist, or you may not see it.",
};

const SHOWN = ["value", "expected", "limit", "found", "allowed", "which", "rule"] as const;

export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something went wrong in this page. Load it again.";
  return SENTENCES[error.code] ?? error.problem.detail ?? error.problem.title ?? `The server answered “${error.code}”.`;
}

/** "You gave … · Expected …", from the facts of a problem document. */
export function facts(problem: Problem): string {
  return SHOWN.filter((name) => problem[name] !== undefined && problem[name] !== "")
    .map((name) => `${LABELS[name]}: ${text(problem[name])}`)
    .join(" · ");
}

const LABELS: Record<(typeof SHOWN)[number], string> = {
  value: "You gave",
  expected: "Expected",
  limit: "Limit",
  found: "Found",
  allowed: "Allowed",
  which: "Which",
  rule: "Rule",
};

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A box with the sentence and the facts, announced at once; where another plan helps, with the way to it. */
export function problemNotice(error: unknown): HTMLElement {
  const known = error instanceof ApiError ? error.problem : undefined;
  // Other limits have the same code and are nobody's to buy.
  const byPlan = known?.code === "plan-limit" && (known.plan !== undefined || known.value === "read-only");
  const details = known && !byPlan ? facts(known) : "";
  return h(
    "div",
    { class: "notice", role: "alert", "data-test": "problem", "data-code": known?.code ?? "unexpected" },
    icon("warning"),
    h("div", {}, h("div", {}, sentence(error)), details ? h("div", { "data-test": "problem-facts" }, details) : null, byPlan && planWay(known)),
  );
}

/** To the plans, or to what is owed; filled when it is known where things are bought, and empty where nothing is sold. */
function planWay(problem: Problem): HTMLElement {
  const holder = h("div", {});
  const unpaid = problem.value === "read-only";
  void checkoutOrigin().then((shop) => {
    if (shop === null) return;
    const paying = unpaid || (problem.plan !== undefined && problem.plan !== "free");
    holder.append(h("a", { href: shop + (paying ? "/billing" : "/plans"), "data-test": "plan-way" }, unpaid ? "Pay what is open" : "See the plans"));
  });
  return holder;
}
