import type { Problem } from "../shared/api";
import { icon, type IconName } from "../shared/icons";
import type { Chrome } from "./chrome";
import type { SaveState } from "./saver";

const SHOWN: Record<SaveState, { text: string; icon: IconName }> = {
  saved: { text: "Saved", icon: "check" },
  unsaved: { text: "Unsaved", icon: "dot" },
  saving: { text: "Saving…", icon: "cloud" },
  offline: { text: "Offline — kept in this browser", icon: "cloudOff" },
  conflict: { text: "Conflict", icon: "warning" },
  refused: { text: "Not saved", icon: "warning" },
};

/** The state in the bar: always there, announced when it changes. */
export function showState(chrome: Chrome, state: SaveState, problem?: Problem): void {
  const shown = SHOWN[state];
  const unreachable = state === "offline" && problem && problem.status > 0;
  chrome.status.dataset["state"] = state;
  chrome.status.replaceChildren(icon(shown.icon), chrome.statusText);
  chrome.statusText.textContent = unreachable ? "Server busy — kept in this browser" : shown.text;
  chrome.status.title = problem?.detail ?? "";
}
