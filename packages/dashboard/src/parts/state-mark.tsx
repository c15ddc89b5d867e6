import type { Words } from "../words/dictionary.ts";
import { words } from "../words/words.ts";
import { Icon, type IconName } from "./icon.tsx";

export type State = keyof Words["states"];
export type Tone = "pending" | "running" | "completed" | "failed" | "cancelled" | "cached";

/**
 * States differ by shape, by word and by colour. The ring of what runs turns where there is one of it: forty that turn in a
 * list take most of a slow machine (11 frames a second in place of 50).
 */
const LOOKS: Readonly<Record<State, { icon: IconName; tone: Tone }>> = {
  pending: { icon: "clock", tone: "pending" },
  waiting: { icon: "clock", tone: "pending" },
  processing: { icon: "ring", tone: "running" },
  canceling: { icon: "hollow", tone: "cancelled" },
  completed: { icon: "tick", tone: "completed" },
  delivered: { icon: "tick", tone: "completed" },
  partial: { icon: "half", tone: "cancelled" },
  failed: { icon: "cross", tone: "failed" },
  refused: { icon: "cross", tone: "failed" },
  exhausted: { icon: "cross", tone: "failed" },
  cancelled: { icon: "bar", tone: "cancelled" },
  gone: { icon: "bar", tone: "cancelled" },
  skipped: { icon: "broken", tone: "pending" },
  cached: { icon: "doubleTick", tone: "cached" },
};

export function toneOf(state: State): Tone {
  return LOOKS[state].tone;
}

export function StateMark({ state, pill = false, bare = false }: { state: State; pill?: boolean; bare?: boolean }) {
  const { icon, tone } = LOOKS[state];
  const word = words.value.states[state];
  return (
    <span class={pill ? "mark pill" : "mark"} data-tone={tone}>
      <Icon name={icon} spins={pill && state === "processing"} />
      <span class={bare ? "hidden-text" : undefined}>{word}</span>
    </span>
  );
}

/** The shape alone, where the word stands beside it in another way. */
export function StateIcon({ state }: { state: State }) {
  return <Icon name={LOOKS[state].icon} />;
}
