import { api, ApiError, type Problem, type Removed } from "../shared/api";
import { recovery } from "./recovery";

export type SaveState = "saved" | "unsaved" | "saving" | "offline" | "conflict" | "refused";

/** After the last change; a person who pauses sees "Saved" soon. */
const QUIET_MS = 1_500;
/** After the first unsaved change; a person who never pauses is saved all the same. */
const LATEST_MS = 10_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface SaverSettings {
  account: string;
  site: string;
  document: string;
  rev: number;
  /** The text that is saved already. */
  text: string;
  /** The page as it stands, as the text to send. */
  current: () => string;
  onState: (state: SaveState, problem?: Problem) => void;
  onRemoved: (removed: Removed[], textSent: string) => void;
  onConflict: (problem: Problem) => void;
}

/**
 * When to save. One request in flight at most; a change meanwhile is sent after it. A request that
 * got no answer is repeated with the same body and the same key, so that the server can tell a
 * repetition from a second change. After a conflict nothing is sent until the person has decided.
 */
export class Saver {
  readonly #settings: SaverSettings;
  readonly #key: string;
  #rev: number;
  #savedText: string;
  #state: SaveState = "saved";
  #firstChange = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #wakeRetry: (() => void) | undefined;

  constructor(settings: SaverSettings) {
    this.#settings = settings;
    this.#key = `${settings.account}/${settings.site}/${settings.document}`;
    this.#rev = settings.rev;
    this.#savedText = settings.text;
    addEventListener("online", () => this.#wakeRetry?.());
    // The tab may be gone before the next save: what is not saved stays here.
    addEventListener("pagehide", () => {
      if (!this.clean) void this.#keep(this.#settings.current());
    });
  }

  get rev(): number {
    return this.#rev;
  }

  get state(): SaveState {
    return this.#state;
  }

  get clean(): boolean {
    return this.#state === "saved";
  }

  /** The page has changed. */
  changed(): void {
    if (this.#state === "conflict") {
      void this.#keep(this.#settings.current());
      return;
    }
    this.#firstChange ||= Date.now();
    if (this.#running) void this.#keep(this.#settings.current());
    else this.#set("unsaved");
    clearTimeout(this.#timer);
    const latest = this.#firstChange + LATEST_MS - Date.now();
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(QUIET_MS, latest)));
  }

  /** Saves now what is not saved; resolves when it is, or when it cannot be. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#wakeRetry?.();
    while (this.#running) await this.#running;
    if (this.#state === "conflict") return false;
    const text = this.#settings.current();
    this.#firstChange = 0;
    if (text === this.#savedText) {
      if (this.#state !== "saved") this.#set("saved");
      return true;
    }
    this.#running = this.#send(text).finally(() => (this.#running = undefined));
    await this.#running;
    return this.clean;
  }

  /** The person decided: the server's text stands now at this revision. */
  resolved(rev: number, text: string): void {
    this.#rev = rev;
    this.#savedText = text;
    this.#set("saved");
    if (this.#settings.current() !== text) this.changed();
    else void recovery.drop(this.#key);
  }

  /** The server holds other text than was sent, because it took something out of it. */
  adopted(text: string): void {
    this.#savedText = text;
  }

  inConflict(problem: Problem): void {
    this.#set("conflict", problem);
    this.#settings.onConflict(problem);
  }

  async #send(text: string): Promise<void> {
    const idempotencyKey = crypto.randomUUID();
    await this.#keep(text);
    for (let attempt = 0; ; attempt++) {
      this.#set("saving");
      try {
        const { site, document } = this.#settings;
        const saved = await api.save(site, document, text, this.#rev, idempotencyKey);
        this.#rev = saved.rev;
        this.#savedText = text;
        this.#running = undefined;
        await recovery.acknowledge(this.#key, text).catch(() => undefined);
        this.#set("saved");
        if (saved.removed.length > 0) this.#settings.onRemoved(saved.removed, text);
        if (this.#settings.current() !== this.#savedText) this.changed();
        return;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!error.passing) {
          this.#running = undefined;
          if (error.code === "revision-stale") this.inConflict(error.problem);
          else this.#set("refused", error.problem);
          return;
        }
        this.#set("offline", error.problem);
        await this.#pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 30_000);
      }
    }
  }

  /** Until the time is up or the browser says that the network is back. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeRetry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #keep(text: string): Promise<void> {
    const copy = { key: this.#key, rev: this.#rev, text, changed: Date.now() };
    // A private window may refuse storage; saving must go on.
    await recovery.keep(copy).catch((error: unknown) => console.warn("No recovery copy", error));
  }

  #set(state: SaveState, problem?: Problem): void {
    this.#state = state;
    this.#settings.onState(state, problem);
  }
}
