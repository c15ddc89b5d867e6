import { useEffect } from "preact/hooks";
import { useExecution } from "../execution/use-execution.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { StateMark, toneOf } from "../parts/state-mark.tsx";
import { goTo, hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";

interface NextMovieProps {
  id: string;
  /** Seconds: where the player goes on when it is there. */
  at: number;
  /** Nothing has been changed since it was begun. */
  isWhole: boolean;
  /** It takes the place of the one before. */
  onShown: () => void;
}

/**
 * The movie that is being made, beneath the one that is still there to be played. Once it is made it takes its place, unless
 * that would throw away what has been changed meanwhile.
 */
export function NextMovie({ id, at, isWhole, onShown }: NextMovieProps) {
  const { run, desk } = words.value;
  const state = useExecution(id);
  const head = state.head.value;
  const isMade = head?.status === "completed";
  const query = { at: at.toFixed(2) };
  useEffect(() => {
    if (!isMade || !isWhole) return;
    onShown();
    goTo(["movies", id], query);
  }, [isMade]);
  if (head === undefined) return null;
  const { status, progress, error } = head;
  const said = state.jobIds.value.map((job) => state.jobOf(job).value).find((job) => job.status === "processing");
  return (
    <div class="stack" data-tone={toneOf(status)}>
      <p class="small">
        <StateMark state={status} pill /> <a href={hrefOf(["executions", id])}>{run.allJobs}</a>
      </p>
      <ProgressBar value={progress} label={run.progress} />
      <p class="soft small cut">{said?.message ?? ""}</p>
      {isMade && !isWhole && (
        <p class="small" role="status">
          {desk.changedSince} <a href={hrefOf(["movies", id], query)}>{desk.showWithout}</a>
        </p>
      )}
      {error !== null && (
        <div class="alert" role="alert">
          <h2>{error.message}</h2>
          <p>
            <strong>{run.whatToDo}:</strong> {error.hint} <code>{error.code}</code>
          </p>
        </div>
      )}
    </div>
  );
}
