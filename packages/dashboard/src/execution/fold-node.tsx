import { ProgressBar } from "../parts/progress-bar.tsx";
import { StateMark, toneOf, type State } from "../parts/state-mark.tsx";
import { words } from "../words/words.ts";
import type { ExecutionState } from "./execution-state.ts";
import type { Fold } from "./fold-jobs.ts";
import { NODE, type PlacedNode } from "./graph-layout.ts";
import { stateOf } from "./job-standing.ts";

interface FoldNodeProps {
  state: ExecutionState;
  fold: Fold;
  node: PlacedNode;
  /** The job that is looked at is among them. */
  isChosen: boolean;
  onUnfold: () => void;
}

/** Many jobs that are alike, and how far they are together. */
export function FoldNode({ state, fold, node, isChosen, onUnfold }: FoldNodeProps) {
  const { run } = words.value;
  const known = new Set(state.jobIds.value);
  const states = fold.jobIds.filter((id) => known.has(id)).map((id) => stateOf(state.jobOf(id).value));
  const count = (wanted: readonly State[]) => states.filter((one) => wanted.includes(one)).length;
  const all = fold.jobIds.length;
  const [done, failed] = [count(["completed", "cached"]), count(["failed"])];
  const standing = standingOf(states);
  return (
    <button
      type="button"
      class="node fold"
      data-tone={toneOf(standing)}
      aria-expanded={false}
      aria-current={isChosen ? "true" : undefined}
      title={run.unfold}
      style={{ left: `${node.x}px`, top: `${node.y}px`, width: `${NODE.width}px`, height: `${NODE.height}px` }}
      onClick={onUnfold}
    >
      <span class="time-name">
        <StateMark state={standing} bare />
        <span class="cut mono">
          {all} × {fold.type}
        </span>
      </span>
      <span class="cut soft small numbers">{run.foldDone(done, failed)}</span>
      {standing === "processing" && (
        <ProgressBar value={Math.round((100 * done) / all)} label={`${all} × ${fold.type}`} />
      )}
    </button>
  );
}

/** What is to be looked at first: what has failed, then what runs, then what waits. */
function standingOf(states: readonly State[]): State {
  const order: readonly State[] = ["failed", "processing", "pending", "cancelled", "skipped", "completed"];
  return order.find((one) => states.includes(one)) ?? "cached";
}
