import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ExecutionPage } from "../execution/execution-page.tsx";
import { ExecutionsPage } from "../executions/executions-page.tsx";
import { JobSpecPage } from "../job-specs/job-spec-page.tsx";
import { JobSpecsPage } from "../job-specs/job-specs-page.tsx";
import { followNews } from "../live/news.ts";
import { isSignedOut } from "../live/server.ts";
import { readSession, session } from "../live/session.ts";
import { MoviePage } from "../movies/movie-page.tsx";
import { MoviesPage } from "../movies/movies-page.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { useLoaded } from "../parts/load.ts";
import { SystemPage } from "../system/system-page.tsx";
import { WatchPage } from "../watch/watch-page.tsx";
import { WebhooksPage } from "../webhooks/webhooks-page.tsx";
import { words } from "../words/words.ts";
import { Announcer } from "./announcer.tsx";
import { ConnectionBanner } from "./connection-note.tsx";
import { Navigation } from "./navigation.tsx";
import { Note } from "./note.tsx";
import { place } from "./place.ts";
import { SignIn } from "./sign-in.tsx";

export function App() {
  const start = useLoaded(readSession, "session");
  useEffect(() => effect(() => void (session.value.isOpen === true && followNews())), []);
  const { isOpen } = session.value;
  if (start.error.value !== null && isOpen === undefined) {
    return <FailureNote error={start.error.value} onRetry={start.look} />;
  }
  if (isOpen === undefined) return <p class="main soft">{words.value.shell.loading}</p>;
  if (!isOpen || isSignedOut.value) return <SignIn />;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip}>
        {words.value.shell.skip}
      </a>
      <Navigation />
      <main class="main" id="main" tabIndex={-1}>
        <ConnectionBanner />
        <CurrentPage />
      </main>
      <Note />
      <Announcer />
    </div>
  );
}

/** The address says where one is, so that it cannot say which part of the page is meant as well. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main")?.focus();
}

function CurrentPage() {
  const [name = "executions", id] = place.value.path;
  if (name === "executions") return id === undefined ? <ExecutionsPage /> : <ExecutionPage key={id} id={id} />;
  if (name === "movies") return id === undefined ? <MoviesPage /> : <MoviePage key={id} id={id} />;
  if (name === "webhooks") return <WebhooksPage />;
  if (name === "jobspecs") return id === undefined ? <JobSpecsPage /> : <JobSpecPage key={id} id={id} />;
  if (name === "watch") return <WatchPage />;
  if (name === "system") return <SystemPage />;
  const { shell } = words.value;
  return (
    <>
      <h1>{shell.nothingHere}</h1>
      <EmptyState icon="search" title={name} hint={shell.nothingHereHint} />
    </>
  );
}
