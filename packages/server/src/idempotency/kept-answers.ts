/** What was answered to a request that began something. */
interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type KeyState =
  /** It is the caller's to answer, or to give back. */
  | { readonly state: "taken" }
  | { readonly state: "being-answered" }
  | { readonly state: "other-request" }
  | { readonly state: "answered"; readonly answer: KeptAnswer };

/** Which idempotency keys have been used, for what, and what was answered. */
export interface KeptAnswers {
  /** Takes a key for a request, unless it is taken. In one step: of several who ask at once one gets it. */
  take(key: string, fingerprint: string): Promise<KeyState>;
  keep(key: string, answer: KeptAnswer): Promise<void>;
  /** Nothing came of the request; the key is as if it had never been used. */
  giveBack(key: string): Promise<void>;
}

const KEPT_MS = 24 * 3600 * 1000;
const MOST = 50_000;

/** In memory, where the answers are kept as long as what they tell of: JobSpecs that this process runs. */
export function createMemoryAnswers(now: () => number): KeptAnswers {
  const entries = new Map<string, { fingerprint: string; at: number; answer: KeptAnswer | null }>();

  function forgetOld(): void {
    for (const [key, { at, answer }] of entries) {
      // In the order in which they came.
      if (answer !== null && (at < now() - KEPT_MS || entries.size > MOST)) entries.delete(key);
      else return;
    }
  }

  return {
    async take(key, fingerprint) {
      forgetOld();
      const entry = entries.get(key);
      if (entry === undefined) {
        entries.set(key, { fingerprint, at: now(), answer: null });
        return { state: "taken" };
      }
      if (entry.fingerprint !== fingerprint) return { state: "other-request" };
      return entry.answer === null ? { state: "being-answered" } : { state: "answered", answer: entry.answer };
    },
    async keep(key, answer) {
      const entry = entries.get(key);
      if (entry !== undefined) entry.answer = answer;
    },
    async giveBack(key) {
      entries.delete(key);
    },
  };
}
