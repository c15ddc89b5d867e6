/**
 * What has been changed of a movie's script and is in no movie yet: it can be taken back step by step, and outlives the page
 * being loaded anew. Changes of the same field that follow on one another within a moment are one step.
 */
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import { keepDraft, readDraft } from "../../live/drafts.ts";

export interface ScriptEdits {
  readonly script: ReadonlySignal<ScriptDocument>;
  /** It has been there before the page was loaded. */
  readonly isRestored: ReadonlySignal<boolean>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** `field` names what is changed. */
  readonly change: (script: ScriptDocument, field: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Back to the script of the movie. */
  readonly discard: () => void;
  /** It stands in a movie now. */
  readonly forgetDraft: () => void;
}

const ONE_STEP_MS = 1000;

export function openScriptEdits(id: string, original: ScriptDocument, now: () => number = Date.now): ScriptEdits {
  const draft = readDraft(id) as ScriptDocument | null;
  const isKept = draft !== null && Array.isArray(draft.sections);
  const script = signal(isKept ? draft : original);
  const past = signal<readonly ScriptDocument[]>(isKept ? [original] : []);
  const future = signal<readonly ScriptDocument[]>([]);
  const isRestored = signal(isKept);
  let last = { field: "", atMs: 0 };

  return {
    script,
    isRestored,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    change(next, field) {
      const isSameStep = field === last.field && now() - last.atMs < ONE_STEP_MS && past.peek().length > 0;
      last = { field, atMs: now() };
      batch(() => {
        if (!isSameStep) past.value = [...past.peek(), script.peek()];
        future.value = [];
        show(next);
      });
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    discard() {
      last = { field: "", atMs: 0 };
      batch(() => {
        past.value = [...past.peek(), script.peek()];
        future.value = [];
        show(original);
      });
    },
    forgetDraft: () => keepDraft(id, null),
  };

  function step(from: typeof past, to: typeof past): void {
    const next = from.peek().at(-1);
    if (next === undefined) return;
    last = { field: "", atMs: 0 };
    batch(() => {
      from.value = from.peek().slice(0, -1);
      to.value = [...to.peek(), script.peek()];
      show(next);
    });
  }

  function show(next: ScriptDocument): void {
    script.value = next;
    isRestored.value = false;
    keepDraft(id, JSON.stringify(next) === JSON.stringify(original) ? null : next);
  }
}
