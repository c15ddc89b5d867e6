import { useEffect } from "preact/hooks";
import type { ExecutionSummary } from "@proxx/contract";
import { onNews } from "../live/news.ts";
import { client } from "../live/server.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { useLoaded } from "../parts/load.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { MovieForm } from "./movie-form.tsx";

export function MoviesPage() {
  const { pages, movies } = words.value;
  return (
    <>
      <div class="page-head">
        <h1>{pages.movies}</h1>
      </div>
      <section class="section">
        <h2>{movies.make}</h2>
        <MovieForm />
      </section>
      <MovieList />
    </>
  );
}

function MovieList() {
  const { movies } = words.value;
  const page = useLoaded((signal) => client.executions.list({ search: "renderMovie", limit: 20, signal }), "movies");
  useEffect(() => onNews(page.look), [page]);
  const found = page.value.value?.data;
  return (
    <section class="section">
      <h2>{movies.list}</h2>
      {page.error.value !== null && <FailureNote error={page.error.value} onRetry={page.look} />}
      {found?.length === 0 && <EmptyState icon="film" title={movies.empty} hint={movies.emptyHint} />}
      {found !== undefined && found.length > 0 && <MovieTable found={found} />}
    </section>
  );
}

function MovieTable({ found }: { found: readonly ExecutionSummary[] }) {
  const { movies, list, run } = words.value;
  return (
    <div class="card scroller" tabIndex={0} role="region" aria-label={movies.list}>
      <table class="table">
        <thead>
          <tr>
            <th>{list.status}</th>
            <th>{movies.movie}</th>
            <th>{run.progress}</th>
            <th>{list.started}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ id, status, progress, createdAt }) => (
            <tr key={id}>
              <td>
                <StateMark state={status} />
              </td>
              <td>
                <a class="mono" href={hrefOf(["movies", id])}>
                  {id}
                </a>
              </td>
              <td style={{ minWidth: "8rem" }}>
                <ProgressBar value={progress} label={run.progress} />
              </td>
              <td>
                <RelativeTime time={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
