import {
  addSubtitles,
  captions,
  compose,
  elevenlabs,
  fal,
  generateAudio,
  generateImage,
  generateVideo,
  googleCloud,
  layers,
  lipSync,
  local,
  media,
  merge,
  openai,
  outputs,
  overlayAudio,
  reframe,
  removeBackground,
  replicate,
  transcode,
  transcribe,
  type ExecuteOptions,
  type Execution,
  type LipSyncModel,
  type Model,
  type Node,
  type Pipeline,
  type PipelineExecution,
  type SpeechModel,
  type Video,
  type VideoModel,
} from "@proxx/sdk";
import type {
  AddSubtitlesParams,
  CaptionsParams,
  GenerateAudioParams,
  GenerateImageParams,
  GenerateVideoParams,
  LayersOptions,
  LayersParams,
  LipSyncParams,
  MergeOptions,
  MergeParams,
  OverlayAudioParams,
  ReframeParams,
  RemoveBackgroundParams,
  TranscodeParams,
  TranscribeParams,
} from "@proxx/sdk";
import type * as builders from "@proxx/operations/builders";
import type { z } from "zod";
import { describe, expectTypeOf, it } from "vitest";

type Parsed<Name extends keyof typeof builders> = z.input<(typeof builders)[Name]["signature"]["params"]>;
/** Types say more of a shape than the schemas do, which take any text and look at it. */
type Written<Name extends keyof typeof builders> =
  Parsed<Name> extends { aspectRatio?: string | undefined }
    ? Omit<Parsed<Name>, "aspectRatio"> & { aspectRatio?: `${number}:${number}` | undefined }
    : Parsed<Name>;

const image = generateImage({ prompt: "A woman at a window" });
const clip = generateVideo({ prompt: "She turns round" });
const voice = generateAudio({ text: "Hello" });
const words = transcribe({ media: clip });

describe("the types", () => {
  it("say what a step makes", () => {
    expectTypeOf(clip).toEqualTypeOf<Node<"video">>();
    expectTypeOf(image).toEqualTypeOf<Node<"image">>();
    expectTypeOf(voice).toEqualTypeOf<Node<"audio">>();
    expectTypeOf(words).toEqualTypeOf<Node<"transcript">>();
    expectTypeOf(media("a.mp4")).toEqualTypeOf<Node<"media">>();
    expectTypeOf(merge()).toEqualTypeOf<Node<"video">>();
  });

  it("say what a composition makes", () => {
    expectTypeOf(compose(clip, words)).toEqualTypeOf<Pipeline<"transcript">>();
    expectTypeOf(compose(image, compose(clip))).toEqualTypeOf<Pipeline<"video">>();
    const scenes = [clip, clip];
    expectTypeOf(compose(...scenes)).toEqualTypeOf<Pipeline<"video">>();
    expectTypeOf(compose(...scenes, words)).toEqualTypeOf<Pipeline<"transcript">>();
    expectTypeOf(compose(clip).onProgress(() => {})).toEqualTypeOf<Pipeline<"video">>();
  });

  it("take whatever the schemas take", () => {
    expectTypeOf<Written<"generateVideo">>().toExtend<GenerateVideoParams>();
    expectTypeOf<Written<"generateImage">>().toExtend<GenerateImageParams>();
    expectTypeOf<Written<"generateAudio">>().toExtend<GenerateAudioParams>();
    expectTypeOf<Written<"transcribe">>().toExtend<TranscribeParams>();
    expectTypeOf<Written<"merge">>().toExtend<MergeParams>();
    expectTypeOf<Written<"layers">>().toExtend<LayersParams>();
    expectTypeOf<Written<"captions">>().toExtend<CaptionsParams>();
    expectTypeOf<Written<"addSubtitles">>().toExtend<AddSubtitlesParams>();
    expectTypeOf<Written<"overlayAudio">>().toExtend<OverlayAudioParams>();
    expectTypeOf<ReframeParams>().toExtend<Written<"reframe">>();
    expectTypeOf<RemoveBackgroundParams>().toExtend<Written<"removeBackground">>();
    expectTypeOf<TranscodeParams>().toExtend<Written<"transcode">>();
    expectTypeOf<LipSyncParams>().toExtend<Written<"lipSync">>();
    expectTypeOf<OverlayAudioParams>().toExtend<Written<"overlayAudio">>();
    expectTypeOf<keyof GenerateVideoParams>().toEqualTypeOf<keyof Written<"generateVideo">>();
  });

  it("say by its name what several ends give", () => {
    const both = compose(clip, outputs({ wide: reframe({ aspectRatio: "16:9" }), words: transcribe() }));
    type Results = Awaited<ReturnType<typeof both.execute>>["results"];
    expectTypeOf<Results["wide"]>().toEqualTypeOf<Video | null | undefined>();
    expectTypeOf<keyof Results>().toEqualTypeOf<"wide" | "words">();
    // @ts-expect-error -- no such end
    expectTypeOf<Results["tall"]>().toBeAny();
    expectTypeOf(both).toExtend<Pipeline>();
    expectTypeOf<PipelineExecution["results"]>().toEqualTypeOf<Readonly<Record<string, Video | null | undefined>>>();
  });

  it("let every kind stand where it fits", () => {
    generateVideo({ prompt: "x", startImage: image, endImage: "end.png", audio: voice, image: media("a.png") });
    generateVideo({ prompt: "x", options: { reference: [image, { url: clip }], strength: 0.5, deep: null } });
    merge([clip, image, voice, "a.mp4", { media: compose(clip), start: 1, transition: { type: "fade", duration: 1 } }]);
    merge({ items: [clip], transition: "dissolve", loudness: -14 });
    layers([clip, { media: [clip, { media: "b.mp4", duration: 2 }], placement: { anchor: "top", width: 0.5 } }]);
    captions({ video: compose(clip, reframe({ aspectRatio: "9:16" })), captions: words, style: { preset: "tiktok" } });
    captions({ captions: compose(clip, transcribe()) });
    addSubtitles({ captions: [{ word: "Hello", start: 0, end: 1 }], file: "a.srt" });
    generateAudio({ text: words });
    lipSync({ video: image, audio: voice });
    overlayAudio({ audio: media("music.mp3"), ducking: 6 });
    transcode({ video: clip, container: "mov" });
    expectTypeOf(removeBackground({ video: image, model: fal("some/model") })).toEqualTypeOf<Node<"video">>();
  });

  it("let no other kind", () => {
    // @ts-expect-error -- words where a film goes
    reframe({ video: words });
    // @ts-expect-error -- a film where a picture goes
    generateVideo({ prompt: "x", startImage: clip });
    // @ts-expect-error -- sound where a picture goes
    layers([voice]);
    // @ts-expect-error -- words among clips
    merge([clip, words]);
    // @ts-expect-error -- words among clips, deeper
    merge({ items: [{ media: words }] });
    // @ts-expect-error -- a picture for its words
    captions({ captions: image });
    // @ts-expect-error -- a pipeline that ends in words where a film goes
    captions({ video: compose(clip, transcribe()) });
    // @ts-expect-error -- a file cannot be read for its words
    generateAudio({ text: media("a.txt") });
    // @ts-expect-error -- a film where sound goes
    lipSync({ audio: clip });
    // @ts-expect-error -- a picture where a film goes
    transcode({ video: image });
    expectTypeOf(words.yields).toEqualTypeOf<"transcript">();
  });

  it("know the parameters and their values", () => {
    // @ts-expect-error -- misspelt
    generateVideo({ prompt: "x", durration: 5 });
    // @ts-expect-error -- no prompt
    generateVideo({ duration: 5 });
    // @ts-expect-error -- no such transition
    merge({ transition: "star-wipe" });
    // @ts-expect-error -- no such transition, in an object
    merge([clip], { transition: { type: "star-wipe" } });
    // @ts-expect-error -- no shape
    reframe({ aspectRatio: "16x9" });
    // @ts-expect-error -- no shape either
    generateVideo({ prompt: "x", aspectRatio: "wide" });
    // @ts-expect-error -- no such codec
    transcode({ codec: "h266" });
    // @ts-expect-error -- no such size
    transcode({ resolution: "third" });
    // @ts-expect-error -- no such rate
    transcode({ fpsMode: "force_fast" });
    transcode({ codec: "hevc", resolution: "1280x720", fpsMode: "force_23_976" });
    transcode({ codec: "prores_proxy", resolution: "half", fpsMode: "force_25" });
    const options: MergeOptions = { transition: "crossfade", aspectRatio: "9:16" };
    merge([clip], options);
    const over: LayersOptions = { width: 640 };
    layers([clip], over);
    // @ts-expect-error -- no such mode
    reframe({ mode: "zoom" });
    // @ts-expect-error -- a number as a text
    generateVideo({ prompt: "x", duration: "5" });
    // @ts-expect-error -- misspelt, deeper
    captions({ style: { presett: "tiktok" } });
    // @ts-expect-error -- misspelt in an item
    merge([{ media: clip, startt: 1 }]);
    // @ts-expect-error -- items twice
    const twice = () => merge([clip], { items: [clip] });
    expectTypeOf(twice).toBeFunction();
  });

  it("offer names of models, and take any", () => {
    expectTypeOf(replicate("bytedance/seedance-1-pro")).toExtend<VideoModel>();
    expectTypeOf(replicate("me/mine")).toEqualTypeOf<Model>();
    expectTypeOf<Model>().toExtend<VideoModel & SpeechModel>();
    expectTypeOf(fal("veed/fabric-1.0")).toExtend<VideoModel & LipSyncModel>();
    const chosen: string = "tts-1";
    expectTypeOf(openai(chosen)).toEqualTypeOf<Model>();
    for (const model of [fal("me/mine"), googleCloud("veo-9"), openai("tts-9"), elevenlabs("x"), local("animatic")]) {
      generateVideo({ prompt: "x", model });
    }
    replicate("me/mine", { steps: 4, deep: [{ on: true }] });
    // @ts-expect-error -- a string is no model
    generateVideo({ prompt: "x", model: "bytedance/seedance-1-pro" });
    generateVideo({ prompt: "x", model: { provider: "acme", model: "x" } });
    // @ts-expect-error -- a function is no option
    const withFunction = () => replicate("me/mine", { on: () => {} });
    expectTypeOf(withFunction).toBeFunction();
  });

  it("know the options and what comes of them", () => {
    expectTypeOf<Pipeline["execute"]>().parameter(0).toEqualTypeOf<ExecuteOptions | undefined>();
    expectTypeOf<{ providerApiKeys: { "google-cloud": string } }>().toExtend<ExecuteOptions>();
    // @ts-expect-error -- misspelt
    const misspelt: ExecuteOptions = { webhookURL: "https://myapp.com" };
    expectTypeOf(misspelt).toExtend<ExecuteOptions>();
    expectTypeOf<{ providerApiKeys: { openai: number } }>().not.toExtend<ExecuteOptions>();
    expectTypeOf<PipelineExecution["result"]>().toEqualTypeOf<Video | undefined>();
    expectTypeOf<PipelineExecution["getStatus"]>().returns.resolves.toEqualTypeOf<Execution>();
    // @ts-expect-error -- not for changing
    const change = (execution: PipelineExecution) => (execution.status = "completed");
    expectTypeOf(change).toBeFunction();
  });

  it("let nothing stand in a composition that is no step", () => {
    const wrong = [
      // @ts-expect-error -- a path
      () => compose("a.mp4"),
      // @ts-expect-error -- a promise
      () => compose(Promise.resolve(clip)),
      // @ts-expect-error -- a builder
      () => compose(merge),
      // @ts-expect-error -- a list
      () => compose([clip]),
    ];
    expectTypeOf(wrong).toBeArray();
  });
});
