import { ProxxError, type Script } from "@proxx/contract";

/** Which sections of a script: `3`, `2-4`, `5-`, `-2`, counted from 1. */
export interface SceneRange {
  from: number;
  /** Null for the last. */
  to: number | null;
}

export function parseScenes(text: string): SceneRange | null {
  const match = /^(?:(\d+)|(\d*)-(\d*))$/.exec(text.trim());
  if (match === null || text.trim() === "-") return null;
  const [, one, first = "", last = ""] = match;
  const from = Number(one ?? (first === "" ? 1 : first));
  const to = one === undefined ? (last === "" ? null : Number(last)) : Number(one);
  return from >= 1 && (to === null || to >= from) ? { from, to } : null;
}

/** The script of these sections alone. */
export function selectScenes(script: Script, { from, to }: SceneRange): Script {
  const count = script.sections.length;
  if (from > count || (to ?? 0) > count) {
    throw new ProxxError(
      "invalid_document",
      `There is no section ${Math.max(from, to ?? 0)}: the script has ${count}.`,
      {
        hint: `Name sections from 1 to ${count}, such as \`--scenes 1-${Math.min(3, count)}\`.`,
      },
    );
  }
  return { ...script, sections: script.sections.slice(from - 1, to ?? count) };
}
