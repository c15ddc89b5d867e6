import type { Ref } from "preact";
import { artifactUrl } from "../live/server.ts";
import type { MadeMovie } from "./read-movie.ts";

interface MoviePlayerProps {
  movie: MadeMovie;
  video: Ref<HTMLVideoElement>;
  /** Another moment is shown. */
  onTime: () => void;
}

export function MoviePlayer({ movie, video, onTime }: MoviePlayerProps) {
  const { movieSha256, captionsSha256, script } = movie;
  return (
    <div class="stage">
      <video
        ref={video}
        controls
        preload="auto"
        playsInline
        src={artifactUrl(movieSha256)}
        aria-label={script.title}
        onTimeUpdate={onTime}
        onSeeked={onTime}
      >
        {captionsSha256 !== null && (
          <track kind="captions" srcLang={script.language} src={artifactUrl(captionsSha256)} />
        )}
      </video>
    </div>
  );
}
