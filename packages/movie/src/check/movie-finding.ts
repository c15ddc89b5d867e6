import type { Issue } from "@proxx/contract";

/** Something about a movie that is better known before it is made. */
export interface MovieFinding extends Issue {
  /** With an error something is left out or the movie is not made; with a warning it is made, and less good than it could be. */
  readonly severity: "error" | "warning";
  /** Where `path` is. */
  readonly document: "script" | "configuration";
}

/** The keys from a document's root to what is spoken of. */
export type JsonPath = readonly PropertyKey[];

export interface MovieEstimate {
  readonly seconds: number;
  /** Whether what was spoken decides, or how fast one usually speaks. */
  readonly measured: boolean;
  readonly words: number;
  readonly slides: number;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly seconds: number;
    readonly slides: number;
  }[];
}

export interface MovieReport {
  /** In the order of the script. */
  readonly findings: readonly MovieFinding[];
  /** Null where the script itself is not valid. */
  readonly estimate: MovieEstimate | null;
}

/** The report of a script that is not valid by itself: nothing can be told of what becomes of it. */
export function reportOfIssues(issues: readonly Issue[]): MovieReport {
  return { findings: issues.map((issue) => ({ ...issue, severity: "error", document: "script" })), estimate: null };
}
