import { ask } from "./domains";

// The zones that Plat answers for.

export const RECORD_TYPES = ["A", "AAAA", "CNAME", "MX", "TXT", "CAA", "SRV", "NS", "DS", "HTTPS"] as const;
export interface RecordSet { name: string; type: string; ttl: number; values: string[]; managed: string | null }
export interface Zone {
  zone: string;
  serial: number;
  shown: boolean;
  problem: string | null;
  records: RecordSet[];
  servers: { address: string; serial: number | null; behind: boolean; problem: string }[];
}

const seg = encodeURIComponent;

export const zones = {
  read(zone: string): Promise<Zone> {
    return ask(`/zones/${seg(zone)}/records`);
  },
  /** The owner's records; those that Plat keeps stay as they are. */
  write(zone: string, serial: number, records: RecordSet[]): Promise<Zone> {
    const json = { records: records.map(({ managed: _, ...one }) => one) };
    return ask(`/zones/${seg(zone)}/records`, { method: "PUT", json, headers: { "If-Match": `"${serial}"` } });
  },
};
