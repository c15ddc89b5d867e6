import type { ProxxError } from "@proxx/contract";

/** How the making of something ended: it is there, it failed, or whoever was at it gave up. */
export type FlightOutcome = { readonly made: true } | { readonly error: ProxxError } | { readonly abandoned: true };

type Claim =
  /** Nobody else is at it. `end` has to be called, whatever happens. */
  | { readonly ours: true; readonly end: (outcome: FlightOutcome) => void }
  | { readonly ours: false; readonly ended: Promise<FlightOutcome> };

/** What is being made at this moment, so that the same thing is made once and not twice. */
export interface Flights {
  claim(key: string): Claim;
}

export function createFlights(): Flights {
  const flights = new Map<string, Promise<FlightOutcome>>();
  return {
    claim(key) {
      const flight = flights.get(key);
      if (flight !== undefined) return { ours: false, ended: flight };
      const { promise, resolve } = Promise.withResolvers<FlightOutcome>();
      flights.set(key, promise);
      const end = (outcome: FlightOutcome) => {
        if (flights.get(key) === promise) flights.delete(key);
        resolve(outcome);
      };
      return { ours: true, end };
    },
  };
}
