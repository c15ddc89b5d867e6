import { useSignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { artifactUrl, client } from "../live/server.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLoaded } from "../parts/load.ts";
import { useAction } from "../parts/use-action.ts";
import { hrefOf, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { EditButtons } from "./script/edit-buttons.tsx";
import { readMadeAnew } from "./made-anew.ts";
import { MoviePlayer } from "./movie-player.tsx";
import { changesOf, firstLineOf } from "./script/movie-script.ts";
import { NextMovie } from "./next-movie.tsx";
import { OtherTakes } from "./other-takes.tsx";
import { readSources } from "./passages.ts";
import type { MadeMovie } from "./read-movie.ts";
import { openScriptEdits } from "./script/script-edits.ts";
import { withoutBlanks } from "./script/slide-choice.ts";
import { ScriptLines } from "./script/script-lines.tsx";

/** Seconds. A player shows the frame before a time that is between two. */
const INTO_LINE = 0.05;

/** A finished movie and its script: what is changed of it is made again, and the player goes on from there. */
export function MovieDesk({ movie }: { movie: MadeMovie }) {
  const { desk, run } = words.value;
  const video = useRef<HTMLVideoElement>(null);
  const spoken = useSignal(-1);
  const edits = useMemo(() => openScriptEdits(movie.id, movie.script), [movie]);
  const sources = useMemo(() => once(() => readSources(movie.execution)), [movie]);
  const madeAnew = useLoaded(() => readMadeAnew(movie.execution), movie.id).value.value ?? null;
  const { isBusy, error, perform } = useAction();
  const next = useSignal<{ id: string; at: number; script: ScriptDocument } | null>(null);
  const own = useSignal<readonly string[]>([]);
  const script = edits.script.value;
  const changes = changesOf(movie.script, script);
  const [lines, slides] = [changes.lines.length, changes.slides.length];

  useEffect(() => {
    const at = Number(place.peek().query["at"] ?? 0);
    if (video.current !== null && at > 0) video.current.currentTime = at;
  }, []);
  const follow = () => {
    const time = video.current?.currentTime ?? 0;
    spoken.value = movie.times.findIndex((one) => one !== null && time >= one.from && time < one.to);
  };
  const seek = (index: number) => {
    const time = movie.times[index];
    if (time !== null && time !== undefined && video.current !== null)
      video.current.currentTime = time.from + INTO_LINE;
  };
  const render = async () => {
    const { executionId } = await client.movies.start({
      ...movie.look,
      script: withoutBlanks(script),
      baseExecutionId: movie.id,
    });
    const first = Math.min(...changes.lines, ...changes.slides.map((section) => firstLineOf(script, section)));
    const at = (movie.times[first]?.from ?? 0) + INTO_LINE;
    own.value = [...own.value, executionId];
    next.value = { id: executionId, at, script };
  };
  return (
    <div class="desk">
      <div class="desk-player">
        <div class="card file">
          <MoviePlayer movie={movie} video={video} onTime={follow} />
          <div class="detail">
            <h2>{movie.script.title}</h2>
            <OtherTakes
              movie={movie}
              mine={script}
              isChanged={lines + slides > 0}
              own={own.value}
              onMerge={(merged) => edits.change(merged, "merge")}
            />
            <div class="actions">
              <button
                type="button"
                class="button main-action"
                disabled={lines + slides === 0 || isBusy.value}
                onClick={() => void perform(render)}
              >
                <Icon name="again" />
                {desk.render(lines, slides)}
              </button>
              <a class="button" href={artifactUrl(movie.movieSha256)} download>
                <Icon name="download" />
                {run.download}
              </a>
              <EditButtons edits={edits} isChanged={lines + slides > 0} />
            </div>
            <p class="soft small">{lines + slides === 0 ? desk.editHint : desk.forecast(lines, slides)}</p>
            {edits.isRestored.value && (
              <p class="small" role="status">
                {desk.restored}
              </p>
            )}
            {madeAnew !== null && (
              <p class="soft small">
                {desk.madeAnew(madeAnew.lines.size, madeAnew.allLines, madeAnew.sections.size, madeAnew.allSections)}{" "}
                <a href={hrefOf(["movies", movie.execution.baseExecutionId ?? ""])}>{desk.before}</a>
              </p>
            )}
            {next.value !== null && (
              <NextMovie
                key={next.value.id}
                id={next.value.id}
                at={next.value.at}
                isWhole={next.value.script === script}
                onShown={edits.forgetDraft}
              />
            )}
            {error.value !== null && <FailureNote error={error.value} />}
          </div>
        </div>
      </div>
      <ScriptLines
        movie={movie}
        script={script}
        times={movie.times}
        spoken={spoken.value}
        changes={changes}
        madeAnew={madeAnew}
        sources={sources}
        onSeek={seek}
        onChange={edits.change}
      />
    </div>
  );
}

/** Asked for once, by however many; again where that failed. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return () => {
    asked ??= ask();
    asked.catch(() => (asked = null));
    return asked;
  };
}
