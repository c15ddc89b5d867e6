import { formatJsonPath, tidyIssue } from "@proxx/contract";
import type { SeenMovie } from "./look/seen-movie.ts";
import type { MovieFinding } from "./movie-finding.ts";
import { RULES } from "./rules/rules.ts";

/** What all rules find, but those whose codes are given, in the order of the script. Pure. */
export function findFaults(movie: SeenMovie, ignore: readonly string[] = []): MovieFinding[] {
  const order = new Map(movie.sections.map((_, index) => [`$.sections[${index}]`, index]));
  const found = RULES.filter(({ code }) => !ignore.includes(code)).flatMap(({ code, severity, hint, find }) =>
    [...find(movie)].map((sighting): MovieFinding => {
      const issue = { path: formatJsonPath(sighting.at), code, message: sighting.message, hint: sighting.hint ?? hint };
      return { ...tidyIssue(issue), severity, document: sighting.document ?? "script" };
    }),
  );
  const placeOf = ({ path }: MovieFinding) => order.get(/^\$\.sections\[\d+\]/u.exec(path)?.[0] ?? "") ?? -1;
  const keyOf = ({ code, document, path }: MovieFinding) => `${code} ${document} ${path}`;
  // Of several subtitles of a line, or slides of a section, the first is enough.
  const first = new Map(found.toReversed().map((finding) => [keyOf(finding), finding]));
  return found
    .filter((finding) => first.get(keyOf(finding)) === finding)
    .toSorted((one, other) => placeOf(one) - placeOf(other));
}
