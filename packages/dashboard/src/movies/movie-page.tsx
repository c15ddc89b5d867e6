import { RunHead } from "../execution/run-head.tsx";
import { RunNotes } from "../execution/run-notes.tsx";
import { Timeline } from "../execution/timeline.tsx";
import { useExecution } from "../execution/use-execution.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLoaded } from "../parts/load.ts";
import { hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { MovieDesk } from "./movie-desk.tsx";
import { readMovie } from "./read-movie.ts";

/** A movie: while it is made its steps, and then its player with the script beside it. */
export function MoviePage({ id }: { id: string }) {
  const { movies, shell, run } = words.value;
  const state = useExecution(id);
  const head = state.head.value;
  return (
    <>
      <p class="page-head">
        <a class="mark" href={hrefOf(["movies"])}>
          <Icon name="back" />
          {movies.list}
        </a>
        <span class="grow" />
        <a href={hrefOf(["executions", id])}>{run.allJobs}</a>
      </p>
      {head === undefined && state.error.value === null && <p class="soft">{shell.loading}</p>}
      {head === undefined && state.error.value !== null && (
        <FailureNote error={state.error.value} onRetry={state.look} />
      )}
      {head !== undefined && <RunHead id={id} state={state} />}
      {head !== undefined && <RunNotes state={state} />}
      {head?.status === "completed" ? <Made id={id} /> : <Timeline state={state} />}
    </>
  );
}

function Made({ id }: { id: string }) {
  const { shell, run } = words.value;
  const movie = useLoaded(() => readMovie(id), id);
  if (movie.error.value !== null) return <FailureNote error={movie.error.value} onRetry={movie.look} />;
  const made = movie.value.value;
  if (made === undefined) return <p class="soft">{shell.loading}</p>;
  return made === null ? <p>{run.noArtifacts}</p> : <MovieDesk movie={made} />;
}
