import type { JsonPath, MovieFinding } from "../movie-finding.ts";
import type { SeenMovie } from "../look/seen-movie.ts";

/** One kind of fault, and how it is seen. */
export interface Rule {
  readonly code: string;
  readonly severity: MovieFinding["severity"];
  readonly hint: string;
  readonly find: (movie: SeenMovie) => Iterable<Sighting>;
}

export interface Sighting {
  readonly at: JsonPath;
  readonly message: string;
  /** In place of the rule's own. */
  readonly hint?: string;
  /** @default "script" */
  readonly document?: MovieFinding["document"];
}
