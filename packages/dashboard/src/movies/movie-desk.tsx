import { useSignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import { useEffect, useRef } from "preact/hooks";
import { artifactUrl, client } from "../live/server.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useAction } from "../parts/use-action.ts";
import { place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { NextMovie } from "./next-movie.tsx";
import { linesOf, withLine, type MadeMovie } from "./movie-script.ts";
import { ScriptLines } from "./script-lines.tsx";

/** Seconds. A player shows the frame before a time that is between two. */
const INTO_LINE = 0.05;

/** A finished movie and its script: a line that is changed is made again, and the player goes on from it. */
export function MovieDesk({ movie }: { movie: MadeMovie }) {
  const { movies, run } = words.value;
  const video = useRef<HTMLVideoElement>(null);
  const spoken = useSignal(-1);
  const script = useSignal(movie.script);
  const { isBusy, error, perform } = useAction();
  const next = useSignal<{ id: string; at: number; script: ScriptDocument } | null>(null);
  const before = linesOf(movie.script);
  const changed = linesOf(script.value).flatMap(({ text, reading }, index) =>
    text === before[index]?.text && reading === before[index]?.reading ? [] : [index],
  );

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
    const sent = script.value;
    const { executionId } = await client.movies.start({ ...movie.look, script: sent });
    const at = (movie.times[changed[0] ?? 0]?.from ?? 0) + INTO_LINE;
    next.value = { id: executionId, at, script: sent };
  };
  return (
    <div class="desk">
      <div class="desk-player">
        <div class="card file">
          <div class="stage">
            <video
              ref={video}
              controls
              preload="auto"
              playsInline
              src={artifactUrl(movie.movieSha256)}
              aria-label={movie.script.title}
              onTimeUpdate={follow}
              onSeeked={follow}
            >
              {movie.captionsSha256 !== null && (
                <track kind="captions" srcLang={movie.script.language} src={artifactUrl(movie.captionsSha256)} />
              )}
            </video>
          </div>
          <div class="detail">
            <h2>{movie.script.title}</h2>
            <div class="actions">
              <button
                type="button"
                class="button main-action"
                disabled={changed.length === 0 || isBusy.value}
                onClick={() => void perform(render)}
              >
                <Icon name="again" />
                {movies.render(changed.length)}
              </button>
              <a class="button" href={artifactUrl(movie.movieSha256)} download>
                <Icon name="download" />
                {run.download}
              </a>
            </div>
            <p class="soft small">{changed.length === 0 ? movies.editHint : movies.forecast(changed.length)}</p>
            {next.value !== null && (
              <NextMovie
                key={next.value.id}
                id={next.value.id}
                at={next.value.at}
                isWhole={next.value.script === script.value}
              />
            )}
            {error.value !== null && <FailureNote error={error.value} />}
          </div>
        </div>
      </div>
      <ScriptLines
        script={script.value}
        times={movie.times}
        spoken={spoken.value}
        changed={changed}
        onSeek={seek}
        onChange={(index, change) => (script.value = withLine(script.value, index, change))}
      />
    </div>
  );
}
