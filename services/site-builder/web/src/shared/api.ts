// The browser's side of /api/v1. Every failure becomes an ApiError: a problem document from the
// server, or `network` when no answer came at all.

export interface Session { account: string; email: string; csrf: string }
export interface Template { id: string; title: string; description: string }
export interface SiteRow { site: string; slug: string; title: string; url: string; published: boolean; created: string }
export interface PageRow { page: string; title: string; path: string; document: string; rev: number }
export interface Site extends Omit<SiteRow, "created"> { pages: PageRow[] }
export interface Envelope {
  schema: 1;
  grapes: string;
  kind: "page";
  body: { component: Record<string, unknown>; styles: unknown[] };
}
export interface LoadedDocument { rev: number; sha256: string; body: Envelope }
export interface Removed { place: string; value: string; rule: string }
export interface Saved { rev: number; sha256: string; removed: Removed[] }
export interface Media { media: string; name: string; type: string; width: number; height: number; size: number; url: string }
export interface Published { publication: string; generation: number; release: string; url: string }

/** What the account's plan lets it do; `plan` is empty where none was told. */
export interface Allowance { plan: string; state: "active" | "past-due" | "read-only"; sites: number }

export interface Problem {
  code: string;
  status: number;
  title?: string;
  detail?: string;
  value?: unknown;
  expected?: unknown;
  [fact: string]: unknown;
}

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  /** May the same request succeed later? */
  get passing(): boolean {
    return this.code === "network" || this.problem.status >= 500 || this.problem.status === 429 || this.problem.status === 408;
  }
}

const DEADLINE_MS = 20_000;
const UPLOAD_DEADLINE_MS = 120_000;
const PUBLISH_DEADLINE_MS = 120_000;

let csrf = "";

interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  json?: unknown;
  raw?: Blob;
  headers?: Record<string, string>;
  deadlineMs?: number;
  /** Of another service; this one by default. */
  origin?: string;
}

export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const method = options.method ?? "GET";
  const headers = new Headers({ Accept: "application/json", ...options.headers });
  let body: BodyInit | undefined = options.raw;
  if (options.json !== undefined) {
    headers.set("Content-Type", "application/json");
    body = typeof options.json === "string" ? options.json : JSON.stringify(options.json);
  }
  if (method !== "GET" && csrf) headers.set("Plat-Csrf", csrf);
  let response: Response;
  try {
    response = await fetch(`${options.origin ?? ""}/api/v1${path}`, {
      method,
      headers,
      // Ports of one host share its cookies: the other services know who is signed in.
      credentials: options.origin ? "include" : "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS),
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new ApiError({ code: "network", status: 0, detail: "The server did not answer. Check your connection." });
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError({ code: "network", status: 0, detail: "The answer broke off." });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return { ...problem, code: problem.code ?? "unknown", status: response.status };
  } catch {
    return { code: "unknown", status: response.status, detail: `The server answered ${response.status}.` };
  }
}

const seg = encodeURIComponent;

// The service's JSON writer leaves empty lists and empty texts out; here they are what they are.
const list = <T>(given: T[] | undefined): T[] => given ?? [];
const withPaths = (site: Site): Site => ({ ...site, pages: list(site.pages).map((page) => ({ ...page, path: page.path ?? "" })) });

export const api = {
  async session(): Promise<Session | null> {
    try {
      const session = await call<Session>("/session");
      csrf = session.csrf;
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 401) return null;
      throw error;
    }
  },
  async signUp(email: string, password: string): Promise<void> {
    await call("/accounts", { method: "POST", json: { email, password } });
  },
  async signIn(email: string, password: string): Promise<void> {
    await call("/session", { method: "POST", json: { email, password } });
  },
  async signOut(): Promise<void> {
    await call("/session", { method: "DELETE" });
    csrf = "";
  },
  async templates(): Promise<Template[]> {
    return list((await call<{ templates?: Template[] }>("/templates")).templates);
  },
  async sites(): Promise<SiteRow[]> {
    return list((await call<{ sites?: SiteRow[] }>("/sites")).sites);
  },
  allowance(): Promise<Allowance> {
    return call("/allowance");
  },
  createSite(site: { title: string; slug: string; template: string }, key: string): Promise<SiteRow> {
    return call("/sites", { method: "POST", json: site, headers: { "Idempotency-Key": key } });
  },
  async site(site: string): Promise<Site> {
    return withPaths(await call<Site>(`/sites/${seg(site)}`));
  },
  /** The new page; the server answers with the whole site. */
  async createPage(site: string, page: { title: string; path: string }, key: string): Promise<PageRow> {
    const answer = await call<Site>(`/sites/${seg(site)}/pages`, { method: "POST", json: page, headers: { "Idempotency-Key": key } });
    const { pages } = withPaths(answer);
    const made = pages.find((one) => one.path === page.path);
    if (!made) throw new ApiError({ code: "unknown", status: 0, detail: "The new page is not in the server's list." });
    return made;
  },
  document(site: string, document: string): Promise<LoadedDocument> {
    return call(`/sites/${seg(site)}/documents/${seg(document)}`);
  },
  async save(site: string, document: string, text: string, rev: number, key: string): Promise<Saved> {
    const saved = await call<Saved>(`/sites/${seg(site)}/documents/${seg(document)}`, {
      method: "PUT",
      json: text,
      headers: { "If-Match": `"${rev}"`, "Idempotency-Key": key },
    });
    return { ...saved, removed: list(saved.removed) };
  },
  async media(site: string): Promise<Media[]> {
    return list((await call<{ media?: Media[] }>(`/sites/${seg(site)}/media`)).media);
  },
  upload(site: string, file: File): Promise<Media> {
    return call(`/sites/${seg(site)}/media`, {
      method: "POST",
      raw: file,
      deadlineMs: UPLOAD_DEADLINE_MS,
      headers: {
        "Content-Type": file.type || "application/octet-stream",
        "Plat-File-Name": encodeURIComponent(file.name),
      },
    });
  },
  publish(site: string, key: string): Promise<Published> {
    return call(`/sites/${seg(site)}/publish`, {
      method: "POST",
      deadlineMs: PUBLISH_DEADLINE_MS,
      headers: { "Idempotency-Key": key },
    });
  },
};
