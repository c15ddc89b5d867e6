import { canonicalJson, type Script } from "@proxx/contract";

/** The numbers of the sections that are not in a script as they stand in another, the first being 1. */
export function changedSections(before: Script, after: Script): number[] {
  const known = new Set(before.sections.map((section) => canonicalJson(section)));
  return after.sections.flatMap((section, index) => (known.has(canonicalJson(section)) ? [] : [index + 1]));
}
