import type { ProxxError, TranscriptWord } from "@proxx/contract";

export type ProviderResult =
  /** To be fetched at once: providers delete what they made after an hour or a day. */
  | { kind: "url"; url: string; mediaType: string | null }
  /** `words` when the voice that spoke also told when it said each. */
  | { kind: "bytes"; data: Uint8Array; mediaType: string; words?: TranscriptWord[] }
  | {
      kind: "transcript";
      /** ISO 639 code, where the provider told one. */
      language: string | null;
      text: string;
      words: TranscriptWord[];
      /** Measured word by word, spread over measured sentences by their letters, or not known (no words then). */
      wordTiming: "measured" | "estimated" | "none";
    };

/** `id` is all that has to be remembered to poll again, even from another process. */
export type Submission = { state: "running"; id: string } | { state: "done"; results: ProviderResult[] };

export type PollOutcome =
  | {
      state: "running";
      /** 0 to 1, where the provider tells. */
      fraction: number | null;
      /** How many are before it, while it waits. */
      queuePosition: number | null;
    }
  | { state: "done"; results: ProviderResult[] }
  /** The run is over and gave nothing. An error that is thrown instead means that asking failed; the run may go on. */
  | { state: "failed"; error: ProxxError };
