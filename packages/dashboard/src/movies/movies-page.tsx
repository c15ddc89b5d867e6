import { useEffect } from "preact/hooks";
import { onNews } from "../live/news.ts";
import { client } from "../live/server.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Listed } from "../parts/listed.tsx";
import { useLoaded } from "../parts/load.ts";
import { RunTable } from "../parts/run-table.tsx";
import { place } from "../shell/place.ts";
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
  const cursor = place.value.query["cursor"] ?? null;
  const page = useLoaded(
    (signal) => client.executions.list({ search: "renderMovie", cursor, limit: 20, signal }),
    String(cursor),
  );
  useEffect(() => onNews(page.look), [page]);
  return (
    <section class="section">
      <h2>{movies.list}</h2>
      <Listed loaded={page} empty={<EmptyState icon="film" title={movies.empty} hint={movies.emptyHint} />}>
        {(found) => <RunTable label={movies.list} what={movies.movie} path="movies" runs={found} />}
      </Listed>
    </section>
  );
}
