/** What is written and not sent yet, kept for this tab alone, so that loading the page anew loses none of it. */
const PREFIX = "proxx-draft ";

export function readDraft(of: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + of) ?? "null") as unknown;
  } catch {
    return null;
  }
}

/** Null forgets it. */
export function keepDraft(of: string, draft: unknown): void {
  try {
    if (draft === null) sessionStorage.removeItem(PREFIX + of);
    else sessionStorage.setItem(PREFIX + of, JSON.stringify(draft));
  } catch {
    // A browser that stores nothing, or has no room left, still shows what is written.
  }
}

/** Of whoever has signed out, nothing is left for the next. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing could be kept either.
  }
}
