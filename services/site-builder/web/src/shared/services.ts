import { call } from "./api";

// Where the other services are; each answers on an origin of its own.

/** Origins; null for what is not offered here. */
export interface Services { domains: string | null; checkout: string | null }

let known: Promise<Services> | undefined;

/** Asked once; where it cannot be told now, the next call asks again. */
export async function services(): Promise<Services> {
  known ??= call<Services>("/services");
  try {
    return await known;
  } catch (error) {
    known = undefined;
    throw error;
  }
}

/** Where things are bought; null as well when nobody can tell. */
export async function checkoutOrigin(): Promise<string | null> {
  try {
    return (await services()).checkout;
  } catch {
    return null;
  }
}
