/**
 * The moments between two steps that are on disk by themselves. A runner may die at any of them; the fault suite kills it
 * at each in turn.
 */
export const TRANSITIONS = [
  "spec-validated",
  "refusal-journalled",
  "refusal-result-written",
  "refusal-moved",
  "claim-journalled",
  "claimed",
  "clip-started",
  "clip-publish-intended",
  "clip-published",
  "settle-journalled",
  "settle-result-written",
  "settle-moved",
  "recovery-judged",
  "recovery-journalled",
  "recovery-result-written",
  "recovery-moved",
  "journal-removed",
] as const;

export type Transition = (typeof TRANSITIONS)[number];
export type TransitionListener = (transition: Transition, spec: string) => void;
