import { signal } from "@preact/signals";
import { ProxxError } from "@proxx/contract";
import { words } from "../words/words.ts";
import { announce } from "./announcer.tsx";

const note = signal<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Does what a button asks for, and says what did not work of it. */
export async function attempt(word: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const why = error instanceof ProxxError ? `${error.message} ${error.hint}` : String(error);
    note.value = words.value.shell.failedChange(word, why);
    announce(note.value);
    clearTimeout(timer);
    timer = setTimeout(() => (note.value = null), 12_000);
  }
}

export function Note() {
  if (note.value === null) return null;
  return (
    <div class="toast">
      <p>{note.value}</p>
      <button type="button" class="button quiet" onClick={() => (note.value = null)}>
        {words.value.run.close}
      </button>
    </div>
  );
}
