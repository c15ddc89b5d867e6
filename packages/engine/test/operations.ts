import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  defineOperation,
  ProxxError,
  type Approach,
  type ArtifactFacts,
  type Input,
  type Model,
  type Operation,
  type OperationContext,
  type OperationOutput,
  type ProviderApiKeys,
} from "@proxx/contract";
import * as builders from "@proxx/operations/builders";

const FACTS: ArtifactFacts = { width: 320, height: 180, duration: 1, fps: 25, hasAudio: false };

export interface TestOperations {
  operations: Operation[];
  /** Every run of an operation, by job id, in order of beginning. */
  runs: string[];
  workFolders: string[];
  /** What a job does while it runs, in place of nothing. */
  behaviours: Map<string, (context: OperationContext) => void | Promise<void>>;
  build: Record<string, string>;
}

/**
 * Operations with the real signatures that work on texts: a clip is a file with its prompt in it, a merge of clips one
 * with `merge(a, b)`. They leave their texts to one another where they may.
 */
export function createTestOperations(): TestOperations {
  const world: TestOperations = {
    operations: [],
    runs: [],
    workFolders: [],
    behaviours: new Map(),
    build: { tool: "1" },
  };
  const approach = (load: Approach["load"] = "compute"): Approach => ({
    provider: null,
    degradations: [],
    build: { ...world.build },
    load,
  });
  const live = async (context: OperationContext) => {
    world.runs.push(context.jobId);
    world.workFolders.push(context.workDir);
    await world.behaviours.get(context.jobId)?.(context);
  };
  const compute = (text: string, context: OperationContext, defers = true): OperationOutput => {
    if (defers && context.mayDefer) return { files: [], deferred: { text } };
    const path = join(context.workDir, "clip.mp4");
    writeFileSync(path, text);
    return { files: [{ path, kind: "video", mediaType: "video/mp4", facts: FACTS }] };
  };

  world.operations.push(
    defineOperation({
      signature: builders.generateVideo.signature,
      version: 1,
      approach: ({ model }, { providerApiKeys }) => generated(model, providerApiKeys, approach("wait")),
      async run({ prompt }, context) {
        await live(context);
        return compute(prompt, context, false);
      },
    }),
    defineOperation({
      signature: builders.generateAudio.signature,
      version: 1,
      approach: () => approach(),
      knowsWords: () => true,
      async run({ text }, context) {
        await live(context);
        const path = join(context.workDir, "speech.wav");
        writeFileSync(path, `speech of ${textOf(text)}`);
        const transcript = { language: "en", text: textOf(text), words: [{ word: textOf(text), start: 0, end: 1 }] };
        return { files: [{ path, kind: "audio", mediaType: "audio/wav", facts: FACTS }], transcript };
      },
    }),
    defineOperation({
      signature: builders.generateImage.signature,
      version: 1,
      approach: () => approach(),
      async run({ prompt }, context) {
        await live(context);
        const path = join(context.workDir, "still.png");
        writeFileSync(path, prompt);
        return { files: [{ path, kind: "image", mediaType: "image/png", facts: FACTS }] };
      },
    }),
    defineOperation({
      signature: builders.media.signature,
      version: 1,
      approach: () => approach(),
      async run({ url }, context) {
        await live(context);
        return {
          files: url.files.map(({ path, artifact }) => ({ path, kind: artifact.kind, mediaType: artifact.mediaType })),
        };
      },
    }),
    defineOperation({
      signature: builders.transcribe.signature,
      version: 1,
      approach: () => approach(),
      async run({ media }, context) {
        await live(context);
        const text = contentOf(media);
        return { files: [], transcript: { language: "en", text, words: [{ word: text, start: 0, end: 1 }] } };
      },
    }),
    defineOperation({
      signature: builders.merge.signature,
      version: 1,
      acceptsDeferred: true,
      approach: () => approach(),
      async run({ items = [] }, context) {
        await live(context);
        return compute(`merge(${items.map(({ media }) => contentOf(media)).join(", ")})`, context);
      },
    }),
    defineOperation({
      signature: builders.reframe.signature,
      version: 1,
      cutsTo: ({ aspectRatio }) => aspectRatio ?? null,
      acceptsDeferred: true,
      check: ({ width, focus }) =>
        width !== undefined && focus !== undefined
          ? [{ path: "$.focus", code: "focus_unused", message: "`focus` says nothing here.", hint: "Leave it out." }]
          : [],
      approach: () => approach(),
      async run({ video, aspectRatio }, context) {
        await live(context);
        return compute(`reframe(${contentOf(video)}, ${aspectRatio?.text})`, context);
      },
    }),
    defineOperation({
      signature: builders.captions.signature,
      version: 1,
      acceptsDeferred: true,
      approach(params, { knowsWords }) {
        const known = knowsWords("captions") || params.text !== undefined || params.file !== undefined;
        if (known || knowsWords("video") || Array.isArray(params.captions)) return approach();
        throw new ProxxError("text_missing", "Nobody knows what is said.", { hint: "Give `text`." });
      },
      async run({ video, captions, text, file }, context) {
        await live(context);
        const words = Array.isArray(captions) ? "words" : captions === undefined ? (text ?? file) : captions;
        const said = typeof words === "string" || words === undefined ? "nothing" : textOf(words);
        return compute(`captions(${contentOf(video)}, ${said})`, context);
      },
    }),
    defineOperation({
      signature: builders.lipSync.signature,
      version: 1,
      approach: () => approach(),
      async run({ video, audio }, context) {
        await live(context);
        return compute(`lipSync(${contentOf(video)}, ${contentOf(audio)})`, context);
      },
    }),
    defineOperation({
      signature: builders.overlayAudio.signature,
      version: 1,
      acceptsDeferred: true,
      approach: () => approach(),
      async run({ video, audio }, context) {
        await live(context);
        return compute(`overlay(${contentOf(video)}, ${contentOf(audio)})`, context);
      },
    }),
    defineOperation({
      signature: builders.layers.signature,
      version: 1,
      acceptsDeferred: true,
      approach: () => approach(),
      async run(_params, context) {
        await live(context);
        return compute("layers", context);
      },
    }),
    defineOperation({
      signature: builders.transcode.signature,
      version: 1,
      approach: () => approach(),
      async run({ video }, context) {
        await live(context);
        return compute(`transcode(${contentOf(video)})`, context);
      },
    }),
  );
  return world;
}

function generated(model: Model | undefined, providerApiKeys: ProviderApiKeys, approach: Approach): Approach {
  if (model !== undefined) {
    if (providerApiKeys[model.provider] === undefined) {
      throw new ProxxError("provider_key_missing", `There is no key for ${model.provider}.`, { hint: "Give one." });
    }
    return { ...approach, provider: `${model.provider}:${model.model}` };
  }
  const degradation = {
    code: "animatic_instead_of_model" as const,
    message: "An animatic stands in for a clip.",
    hint: "Name a model.",
  };
  return { ...approach, provider: "local:animatic", degradations: [degradation] };
}

/** What is in an input, whether it is a file or was left to be rendered. */
function contentOf(input: Input | undefined): string {
  if (input === undefined) throw new TypeError("Expected an input");
  const { deferred } = input;
  if (typeof deferred === "object" && deferred !== null && "text" in deferred) return String(deferred.text);
  const [file] = input.files;
  return file === undefined ? (input.transcript?.text ?? "") : readFileSync(file.path, "utf8");
}

function textOf(input: Input): string {
  return input.transcript?.text ?? contentOf(input);
}
