import { readFileSync } from "node:fs";

/** What steps wrote down: how often each ran to its end, by its name. */
export function endsOf(log: string): Map<string, number> {
  const ends = new Map<string, number>();
  for (const line of readFileSync(log, "utf8").split("\n")) {
    const [, name] = /^ended (.*) \d+$/.exec(line) ?? [];
    if (name !== undefined) ends.set(name, (ends.get(name) ?? 0) + 1);
  }
  return ends;
}
