import type { ExecutionError } from "@proxx/contract";

/** How the making of something ended: it is there, it failed, or whoever was at it gave up. */
export type ClaimOutcome = { readonly made: true } | { readonly error: ExecutionError } | { readonly abandoned: true };

type Claim =
  /** Nobody else is at it. `end` has to be called, whatever happens. */
  | { readonly ours: true; readonly end: (outcome: ClaimOutcome) => void }
  | { readonly ours: false; readonly ended: Promise<ClaimOutcome> };

/** The keys of what is being made at this moment, so that the same thing is made once and not twice. */
export interface Claims {
  claim(key: string): Claim;
}

export function createClaims(): Claims {
  const claims = new Map<string, Promise<ClaimOutcome>>();
  return {
    claim(key) {
      const other = claims.get(key);
      if (other !== undefined) return { ours: false, ended: other };
      const { promise, resolve } = Promise.withResolvers<ClaimOutcome>();
      claims.set(key, promise);
      const end = (outcome: ClaimOutcome) => {
        if (claims.get(key) === promise) claims.delete(key);
        resolve(outcome);
      };
      return { ours: true, end };
    },
  };
}
