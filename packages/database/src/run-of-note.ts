/** The run at a provider that a note names, if it does. */
export function runOfNote(note: unknown): { provider: string | null; id: string | null } {
  if (typeof note !== "object" || note === null || !("provider" in note) || !("id" in note)) return NO_RUN;
  const { provider, id } = note;
  return typeof provider === "string" && typeof id === "string" ? { provider, id } : NO_RUN;
}

const NO_RUN = { provider: null, id: null };
