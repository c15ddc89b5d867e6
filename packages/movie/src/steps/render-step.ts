import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  JobContext,
  OperationOutput,
  ProducedFile,
  RenderMovieStep,
  Resolved,
  Script,
  Transcript,
} from "@proxx/contract";
import { toNumber } from "@proxx/media";
import { createMixSound } from "../audio/mix/mix-sound.ts";
import { rateOf } from "../making/frame-of.ts";
import { NO_ENDS, withEnds } from "../making/with-ends.ts";
import type { MovieTimes } from "../timeline/movie-times.ts";
import { renderVideoForScript } from "../video/render-video.ts";
import { fileBeside, readDocumentInput, readScriptInput } from "./handed-on.ts";
import { redrawSlides } from "./redraw-slides.ts";
import { slidesDocumentSchema } from "./slides-document.ts";
import { speechDocumentSchema } from "./speech-document.ts";
import { partsOfJob, type StepWorkshop } from "./step-workshop.ts";

/** The movie of what was written, spoken and drawn, and what lies beside it. */
export async function renderStep(
  params: Resolved<RenderMovieStep>,
  context: JobContext,
  workshop: StepWorkshop,
): Promise<OperationOutput> {
  const { speech, slides: drawn, music, transition, frameRate = 30, progressLine } = params;
  const { script: said } = await readScriptInput(params.script, params.language);
  const script = withEnds(said, NO_ENDS);
  const spoken = await readDocumentInput(speech, "speech", speechDocumentSchema);
  const document = await readDocumentInput(drawn, "slides", slidesDocumentSchema);
  if (speech === undefined || drawn === undefined) throw new TypeError("Expected `speech` and `slides`");
  const [tools, parts] = [await workshop.tools(), partsOfJob(context)];
  const { signal } = context;
  const { brands } = workshop;
  const redrawn = await redrawSlides(document, { input: drawn, language: script.language, brands, parts });
  const [track] = music?.files ?? [];
  const mixSound = createMixSound({
    parts,
    tools,
    music: track === undefined ? undefined : { path: track.path, belowDecibels: params.musicBelow },
    signal,
  });
  const video = await renderVideoForScript(script, {
    folder: join(context.workDir, "movie"),
    parts,
    tools,
    fonts: redrawn.fonts,
    spoken: spoken.lines.map((line) => ({ ...line, path: fileBeside(speech, line.sha256) })),
    slides: redrawn.slides,
    mixSound,
    colours: redrawn.colours,
    size: document.size,
    frameRate: rateOf(frameRate),
    transition,
    subtitles: document.subtitles,
    subtitleStyle: params.subtitleStyle,
    highlight: params.highlightWords,
    progressLine,
    onProgress: context.progress,
    signal,
  });
  const checks = join(context.workDir, "checks.json");
  await writeFile(checks, `${JSON.stringify(video.checks, null, 2)}\n`);
  return {
    files: [{ path: video.path, kind: "video", mediaType: "video/mp4" }, ...besides(video.files), documentOf(checks)],
    transcript: transcriptOf(script, video.times),
    degradations: video.degradations,
  };
}

const BESIDES: Readonly<Record<string, Pick<ProducedFile, "kind" | "mediaType">>> = {
  srt: { kind: "subtitles", mediaType: "application/x-subrip" },
  vtt: { kind: "subtitles", mediaType: "text/vtt" },
  "chapters.txt": { kind: "document", mediaType: "text/plain" },
  md: { kind: "document", mediaType: "text/markdown" },
  jpg: { kind: "image", mediaType: "image/jpeg" },
};

function besides(files: Readonly<Record<string, string>>): ProducedFile[] {
  return Object.entries(BESIDES).flatMap(([extension, about]) => {
    const path = files[extension];
    return path === undefined ? [] : [{ path, ...about }];
  });
}

/** The promises of the movie, and what was found. */
function documentOf(path: string): ProducedFile {
  return { path, kind: "document", mediaType: "application/json" };
}

function transcriptOf({ language }: Script, { sections, frameRate }: MovieTimes): Transcript {
  const lines = sections.flatMap((section) => section.lines);
  const rate = toNumber(frameRate);
  return {
    language,
    text: lines.map(({ narration }) => narration.text).join(" "),
    words: lines.flatMap(({ narration, spoken, from }) =>
      spoken.words.map((word) => ({
        word: narration.text.slice(word.from, word.to),
        start: from / rate + word.start,
        end: from / rate + word.end,
      })),
    ),
  };
}
