import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { Job } from "@proxx/contract";
import { useMemo } from "preact/hooks";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { StateMark, toneOf } from "../parts/state-mark.tsx";
import { changeQuery, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import type { ExecutionState } from "./execution-state.ts";
import { foldJobs } from "./fold-jobs.ts";
import { FoldNode } from "./fold-node.tsx";
import { layOutGraph, NODE, type PlacedNode } from "./graph-layout.ts";
import { JobDetail } from "./job-detail.tsx";
import { stateOf } from "./job-standing.ts";

/** Jobs and what they take from one another. It is laid out once: what a job has come to moves nothing. */
export function Graph({ state }: { state: ExecutionState }) {
  const { run, shell } = words.value;
  const plan = state.plan.value;
  const ids = state.jobIds.value;
  const unfolded = useSignal<ReadonlySet<string>>(new Set());
  const { folds, layout } = useMemo(() => {
    const jobs = (plan?.jobs ?? []).map(({ id, type, dependsOn }) => ({ id, type, dependsOn: dependsOn ?? [] }));
    const folded = foldJobs(jobs, unfolded.value);
    return { folds: folded.folds, layout: layOutGraph(folded.nodes) };
  }, [plan, unfolded.value]);
  const chosen = place.value.query["job"];
  const isIn = (node: string) => node === chosen || folds.get(node)?.jobIds.includes(chosen ?? "") === true;
  if (plan === null) return <p class="soft">{shell.loading}</p>;
  const { width, height, nodes, edges } = layout;
  return (
    <div class="stack">
      {unfolded.value.size > 0 && (
        <div>
          <button type="button" class="button" onClick={() => (unfolded.value = new Set())}>
            {run.fold}
          </button>
        </div>
      )}
      <div class="card graph" role="group" aria-label={run.graphOf(plan.jobs.length)} onKeyDown={moveFocus}>
        <div class="graph-plane" style={{ width: `${width}px`, height: `${height}px` }}>
          <svg class="edges" width={width} height={height} aria-hidden="true">
            {edges.map(({ from, to, path }) => (
              <path key={`${from} ${to}`} d={path} class={isIn(from) || isIn(to) ? "chosen" : undefined} />
            ))}
          </svg>
          {nodes.map((node) => {
            const fold = folds.get(node.id);
            if (fold !== undefined) {
              const unfold = () => (unfolded.value = new Set([...unfolded.value, fold.id]));
              return (
                <FoldNode
                  key={node.id}
                  state={state}
                  fold={fold}
                  node={node}
                  isChosen={isIn(node.id)}
                  onUnfold={unfold}
                />
              );
            }
            if (!ids.includes(node.id)) return null;
            return <GraphNode key={node.id} node={node} job={state.jobOf(node.id)} isChosen={node.id === chosen} />;
          })}
        </div>
      </div>
      {chosen !== undefined && ids.includes(chosen) && <JobDetail state={state} id={chosen} />}
    </div>
  );
}

function GraphNode({ node, job, isChosen }: { node: PlacedNode; job: ReadonlySignal<Job>; isChosen: boolean }) {
  const { id, type, progress } = job.value;
  const standing = stateOf(job.value);
  return (
    <button
      type="button"
      class="node"
      data-tone={toneOf(standing)}
      aria-pressed={isChosen}
      style={{ left: `${node.x}px`, top: `${node.y}px`, width: `${NODE.width}px`, height: `${NODE.height}px` }}
      onClick={() => changeQuery({ job: isChosen ? null : id })}
    >
      <span class="time-name">
        <StateMark state={standing} bare />
        <span class="cut mono">{id}</span>
      </span>
      <span class="cut soft small">{type}</span>
      {standing === "processing" && <ProgressBar value={progress} label={id} />}
    </button>
  );
}

/** Arrows walk from job to job, to whichever lies nearest in that direction. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  const from = document.activeElement;
  if (direction === undefined || !(from instanceof HTMLElement) || !from.classList.contains("node")) return;
  event.preventDefault();
  const [dx = 0, dy = 0] = direction;
  const distanceTo = (node: HTMLElement) => {
    const [x, y] = [node.offsetLeft - from.offsetLeft, node.offsetTop - from.offsetTop];
    const ahead = x * dx + y * dy;
    return ahead > 0 ? ahead + Math.abs(x * dy + y * dx) * 2 : Infinity;
  };
  const nodes = [...event.currentTarget.querySelectorAll<HTMLElement>(".node")];
  const nearest = nodes.reduce((best, node) => (distanceTo(node) < distanceTo(best) ? node : best), from);
  nearest.focus();
}
