import type { ComponentChildren } from "preact";
import { words } from "../words/words.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { RelativeTime } from "./relative-time.tsx";
import { StateMark, toneOf, type State } from "./state-mark.tsx";

interface RunCardProps {
  state: State;
  title: string;
  /** From 0 to 100. */
  progress: number;
  createdAt: string;
  /** Buttons. */
  actions: ComponentChildren;
  /** What more is known of it, as `Fact`s. */
  children: ComponentChildren;
}

/** How something stands that runs or has run, at the head of its page. */
export function RunCard({ state, title, progress, createdAt, actions, children }: RunCardProps) {
  const { run } = words.value;
  return (
    <section class="card run-head" data-tone={toneOf(state)}>
      <div class="run-title">
        <StateMark state={state} pill />
        <h1 class="grow">{title}</h1>
        {actions}
      </div>
      <ProgressBar value={progress} label={run.progress} />
      <dl class="facts numbers">
        <Fact name={run.progress}>{Math.floor(progress)} %</Fact>
        <Fact name={run.began}>
          <RelativeTime time={createdAt} />
        </Fact>
        {children}
      </dl>
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
