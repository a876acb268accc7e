import { ask } from "./domains";

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
  /** What is sold here; nothing where names cannot be bought by a click. */
  async offered(): Promise<string[]> {
    try {
      const offer = await ask<Offer>("/registrations/offer");
      return offer.withoutPayment ? offer.suffixes : [];
    } catch {
      return [];
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
