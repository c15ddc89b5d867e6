import { ENCODER_VERSION } from "@proxx/renderer";
import { SLIDES_VERSION, slidesDrawnWith } from "@proxx/slides";
import type { Voices } from "@proxx/voices";
import { MIX_VERSION } from "../audio/mix/mix-sound.ts";
import { RUN_VERSION } from "../audio/mix/packets/encode-run.ts";
import { FINISH_VERSION } from "../audio/speak-narration.ts";
import { ART_VERSION } from "../video/avatars/avatar-art.ts";
import { AVATAR_VERSION } from "../video/avatars/avatar-picture.ts";
import { CAPTION_VERSION } from "../video/caption-layers.ts";
import { FILM_VERSION } from "../video/film/open-film.ts";
import { MOVIE_VERSION } from "../video/movie-timeline.ts";
import { WRITER_VERSION } from "../writing/generate-script.ts";
import { writtenWith } from "../written-with.ts";

export type StepName = "script" | "speech" | "slides" | "movie";

/**
 * What decides the bytes that a step makes, beside what it is given and ffmpeg: of another version the step is done again.
 * What it makes of parts that are the same as before costs next to nothing then.
 */
export async function stepVersions(
  step: StepName,
  voices: () => Promise<Pick<Voices, "versions">>,
): Promise<Record<string, string>> {
  // It knows where sentences and words end.
  const icu = process.versions.icu ?? "none";
  switch (step) {
    case "script":
      return { writing: String(WRITER_VERSION), icu, ...writtenWith() };
    case "speech":
      return { finish: String(FINISH_VERSION), icu, ...(await (await voices()).versions()) };
    case "slides":
      return slideVersions();
    case "movie":
      return {
        ...slideVersions(),
        icu,
        movie: String(MOVIE_VERSION),
        mix: `${MIX_VERSION} ${RUN_VERSION}`,
        encoder: String(ENCODER_VERSION),
        captions: String(CAPTION_VERSION),
        avatars: `${AVATAR_VERSION} ${ART_VERSION}`,
        films: String(FILM_VERSION),
      };
  }
}

function slideVersions(): Record<string, string> {
  return { slides: String(SLIDES_VERSION), ...slidesDrawnWith() };
}
