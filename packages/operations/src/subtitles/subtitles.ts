import { type Caption, PLAIN_ROOM, textOf } from "@proxx/media";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  defineOperation,
  ProxxError,
  type Approach,
  type Degradation,
  type Input,
  type OperationContext,
  type OperationOutput,
  type PlanContext,
  type ProducedFile,
  type Resolved,
} from "@proxx/contract";
import { secondsOf, type Composition, type Picture, finish, openInput } from "@proxx/composition";
import { ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { listenApproach } from "../ask-model/listen.ts";
import { burnCaptions } from "./burn-captions.ts";
import { captionFiles, captionTrack } from "../words/caption-files.ts";
import { captionLook, captionRoom, type CaptionLook, type LookDefaults } from "./caption-look.ts";
import { checkSubtitles, isTextFirst, type Params } from "./check-subtitles.ts";
import { findText, listeningModel, listenOptions } from "./find-text.ts";
import { makeCaptions, transcriptOf, type MadeCaptions } from "./make-captions.ts";
import { requireGlyphs } from "./require-glyphs.ts";
import { knownLocale } from "../words/known-locale.ts";
import { addSubtitles, captions } from "./signature.ts";

/**
 * Captions in a film, in this order: `check-subtitles.ts` says beforehand what is wrong; `find-text.ts` finds the text;
 * `make-captions.ts` makes captions of it, by the functions of `words/`, or of cues as they are (`given-captions.ts`);
 * `require-glyphs.ts` refuses what no font can draw; `burn-captions.ts` draws them into the picture. For that
 * `caption-look.ts` says how they look, `caption-frames.ts` of media on which frames what is shown, `draw-captions.ts` draws each
 * once, and `picture-track.ts` makes a film of the drawings.
 */

/** Subtitles, sentence by sentence. */
export function createAddSubtitles(resources: OperationResources) {
  return defineOperation({
    signature: addSubtitles.signature,
    ...operationParts(resources, { preset: "default", highlight: false }),
  });
}

/** Captions, word by word, the spoken one highlighted. */
export function createCaptions(resources: OperationResources) {
  return defineOperation({
    signature: captions.signature,
    ...operationParts(resources, { preset: "tiktok", highlight: true }),
  });
}

function operationParts(resources: OperationResources, defaults: LookDefaults) {
  return {
    version: 5,
    acceptsDeferred: true,
    check: (params: Params, context: PlanContext) => checkSubtitles(params, { resources, context, defaults }),
    approach: (params: Params, context: PlanContext) => approachOf(params, resources, context),
    knowsWords: () => true,
    run: (params: Resolved<Params>, context: OperationContext) => run(params, { resources, context, defaults }),
  };
}

async function approachOf(params: Params, resources: OperationResources, context: PlanContext): Promise<Approach> {
  const model = listeningModel(params, resources, context);
  const isSpread = isTextFirst(params) && !context.knowsWords("video") && typeof params.text?.from === "string";
  const heard = model === null ? null : listenApproach(resources, model, listenOptions(params), context);
  return {
    provider: heard?.provider ?? null,
    degradations: [...(isSpread ? [TIMES_ESTIMATED] : []), ...(heard?.degradations ?? [])],
    build: { ...(await ffmpegBuild(resources)), ...heard?.build },
    // First somebody else listens, where nobody knows what is said; what is heard is rendered here.
    load: model === null ? "compute" : "wait",
  };
}

async function run(
  params: Resolved<Params>,
  at: { resources: OperationResources; context: OperationContext; defaults: LookDefaults },
): Promise<OperationOutput> {
  const { resources, defaults } = at;
  const { video, mode } = params;
  if (video === undefined) throw new TypeError("Expected `video`");
  const tools = await resources.tools();
  const film = await openInput(video, { tools, signal: at.context.signal });
  const picture = requireFilm(film);
  const look = captionLook(params.style ?? {}, defaults);
  const found = await findText(params, film, at);
  await at.context.continueOn("compute");
  const isHeard = found.kind === "transcript" && found.degradations !== undefined;
  // A file of its own: what was left to the next job would be listened to, and paid for, again when that one changes.
  const context = { ...at.context, mayDefer: at.context.mayDefer && !isHeard };
  const made = makeCaptions(found, {
    by: params.by,
    look,
    language: params.language,
    seconds: secondsOf(film),
    room: mode === "burn" ? captionRoom(look.style, picture) : PLAIN_ROOM,
  });
  const { captions, language } = made;
  const guessed = found.kind === "transcript" ? (found.degradations ?? []) : [];
  const degradations = [...guessed, ...degradationsOf(made, secondsOf(film))];
  const captioned: Composition = {
    ...film,
    transcript: transcriptOf(captions, language),
    besides: [...film.besides, ...captionFiles(captions)],
  };
  if (mode === "files" && params.loudness === undefined && !context.mayDefer && video.files.length > 0) {
    return { files: await handOn(video, captioned, context), transcript: captioned.transcript, degradations };
  }
  const shown =
    mode === "burn"
      ? { ...captioned, picture: await burn(picture, captions, { look, language, resources, signal: context.signal }) }
      : { ...captioned, subtitles: mode === "soft" ? withTrack(film, made) : film.subtitles };
  return await finish(shown, context, { tools, loudness: params.loudness, degradations });
}

function requireFilm({ picture }: Composition): Picture {
  if (picture !== null && !picture.still) return picture;
  const what = picture === null ? "Sound alone has no picture" : "A picture that stands still has no time";
  throw new ProxxError("media_unsupported", `${what} to put captions in.`, {
    hint: "Make a film of it first: `merge({ items: [{ media: picture, duration: 5 }, speech] })`.",
  });
}

async function burn(
  picture: Picture,
  captions: readonly Caption[],
  {
    look,
    language,
    resources,
    signal,
  }: { look: CaptionLook; language: string | null; resources: OperationResources; signal: AbortSignal },
): Promise<Picture> {
  if (captions.length === 0) return picture;
  const [fonts, locale] = [resources.fonts(), knownLocale(language)];
  await requireGlyphs(captions.map(textOf), { fonts, locale, uppercase: look.style.uppercase });
  return await burnCaptions(picture, { captions, look, locale, fonts }, signal);
}

function withTrack({ subtitles }: Composition, { captions, language }: MadeCaptions): Composition["subtitles"] {
  return captions.length === 0 ? subtitles : [...subtitles, { language, text: captionTrack(captions) }];
}

/** The film as it came, not encoded again, and the files beside it. */
async function handOn(
  { files }: Input,
  { besides }: Composition,
  { workDir }: OperationContext,
): Promise<ProducedFile[]> {
  const film = files.map(({ path, artifact: { kind, mediaType } }) => ({ path, kind, mediaType }));
  const written = besides.map(async ({ extension, mediaType, text }) => {
    const path = join(workDir, `output.${extension}`);
    await writeFile(path, text);
    return { path, kind: "subtitles", mediaType } as const;
  });
  return [...film, ...(await Promise.all(written))];
}

function degradationsOf({ estimated, beyond }: MadeCaptions, seconds: number): Omit<Degradation, "jobId">[] {
  const isOne = beyond === 1;
  const outside = {
    code: "text_beyond_end",
    message: `${beyond} caption${isOne ? " begins" : "s begin"} after the film has ended at ${seconds.toFixed(2)} s, and ${isOne ? "is" : "are"} not shown.`,
    hint: "Check that the captions belong to this film; their times count from its beginning.",
  } as const;
  return [...(estimated ? [TIMES_ESTIMATED] : []), ...(beyond > 0 ? [outside] : [])];
}

const TIMES_ESTIMATED = {
  code: "text_times_estimated",
  message: "Nobody knows when each word is said: the text is spread over the film by the length of its words.",
  hint: "Give `captions` with their times, or put `transcribe()` or `generateAudio()` before.",
} as const;
