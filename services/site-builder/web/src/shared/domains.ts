import { ApiError, call } from "./api";
import { services } from "./services";

// The browser's side of the domains service, which answers on an origin of its own.

export type NameStatus = "claimed" | "proven" | "routed" | "misrouted" | "parked" | "released";
export type CertificateStatus = "none" | "waiting" | "ordered" | "issued" | "deployed" | "failed" | "paused";
export interface Wanted { type: string; host: string; value: string; ttl: number; why: "proof" | "address"; found: string[] }
export interface Finding { code: string; sentence: string; wanted: string[]; found: string[] }
export interface Domain {
  name: string;
  display: string;
  site: string;
  nameStatus: NameStatus;
  certificateStatus?: CertificateStatus;
  /** What its certificate waits for, or what went wrong. */
  certificateReason?: string | null;
  certificateNext?: string | null;
  redirectTo: string | null;
  records: Wanted[];
  findings: Finding[];
  nextCheck: string | null;
  contest: { since: string | null; decidesAt: string | null } | null;
  pair: Domain | null;
  looksLike: string | null;
  url?: string | null;
}
export interface Off { name: string; off: number; nodes: number; missing: string[] }

/** Whether this Plat offers names of one's own. */
export async function domainsOffered(): Promise<boolean> {
  try {
    return (await services()).domains !== null;
  } catch {
    return false;
  }
}

export async function ask<T>(path: string, options: Parameters<typeof call>[1] = {}): Promise<T> {
  const at = (await services()).domains;
  if (at === null) throw new ApiError({ code: "not-found", status: 404, detail: "Names of one's own are not offered here." });
  return call<T>(path, { ...options, origin: at });
}

const seg = encodeURIComponent;

export const domains = {
  async ofSite(site: string): Promise<Domain[]> {
    return (await ask<{ domains: Domain[] }>(`/sites/${seg(site)}/domains`)).domains;
  },
  add(site: string, name: string, pair: boolean): Promise<Domain> {
    return ask(`/sites/${seg(site)}/domains`, { method: "POST", json: { name, pair } });
  },
  /** A person is looking at them: so does Plat, more often. */
  watch(site: string): Promise<unknown> {
    return ask(`/sites/${seg(site)}/domains/watch`, { method: "POST" });
  },
  check(name: string): Promise<Domain> {
    return ask(`/domains/${seg(name)}/check`, { method: "POST" });
  },
  remove(name: string): Promise<Off> {
    return ask(`/domains/${seg(name)}`, { method: "DELETE" });
  },
};

