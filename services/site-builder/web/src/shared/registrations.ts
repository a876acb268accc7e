import { ask } from "./domains";
import { checkoutOrigin } from "./services";

// Names that are bought here.

export type RegistrationState = "held" | "ordered" | "checking" | "pending" | "registered" | "active" | "refused" | "parked" | "gone";
export interface Registration {
  registration: string;
  name: string;
  display: string;
  site: string | null;
  state: RegistrationState;
  sentence: string;
  brought: boolean;
  copied: "whole" | "known" | "nothing" | null;
  expires: string | null;
  autoRenew: boolean;
  locked: boolean;
}
/** Endings; and where is paid, null where a name is had by a click. */
export interface Sale { suffixes: string[]; shop: string | null }
export interface Offer { suffixes: string[]; withoutPayment: boolean }
export interface Quote {
  name: string;
  display: string;
  years: number;
  available: boolean;
  refusal: "name-taken" | "name-premium" | null;
  price: string | null;
  currency: string | null;
}

const seg = encodeURIComponent;

export const registrations = {
  /** What is sold here; nothing where there is no way to pay for it and it is not free. */
  async offered(): Promise<Sale> {
    const nothing = { suffixes: [], shop: null };
    try {
      const [offer, shop] = await Promise.all([ask<Offer>("/registrations/offer"), checkoutOrigin()]);
      if (offer.withoutPayment) return { suffixes: offer.suffixes, shop: null };
      return shop === null ? nothing : { suffixes: offer.suffixes, shop };
    } catch {
      return nothing;
    }
  },
  quote(name: string): Promise<Quote> {
    return ask(`/registrations/quote?name=${seg(name)}`);
  },
  buy(site: string, name: string, key: string): Promise<Registration> {
    return ask(`/sites/${seg(site)}/registrations`, { method: "POST", json: { name, key } });
  },
  bring(site: string, name: string, code: string, key: string): Promise<Registration> {
    return ask(`/sites/${seg(site)}/registrations/transfers`, { method: "POST", json: { name, code, key } });
  },
  takeBack(registration: string): Promise<Registration> {
    return ask(`/registrations/${seg(registration)}/cancel`, { method: "POST" });
  },
  one(registration: string): Promise<Registration> {
    return ask(`/registrations/${seg(registration)}`);
  },
  async all(): Promise<Registration[]> {
    return (await ask<{ registrations: Registration[] }>("/registrations")).registrations;
  },
  renews(registration: string, autoRenew: boolean): Promise<Registration> {
    return ask(`/registrations/${seg(registration)}`, { method: "PATCH", json: { autoRenew } });
  },
};
