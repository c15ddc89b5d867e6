import type { Task } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { BUILT_IN_PROVIDERS } from "../built-in-providers.ts";
import { elevenlabsProvider } from "../elevenlabs/elevenlabs-provider.ts";
import { falProvider } from "../fal/fal-provider.ts";
import { googleProvider } from "../google/google-provider.ts";
import { openaiProvider } from "../openai/openai-provider.ts";
import type { Provider } from "../provider.ts";
import type { ProviderRequest, UnifiedName } from "../provider-request.ts";
import { replicateProvider } from "../replicate/replicate-provider.ts";
import { checkRequest } from "./check-request.ts";
import { ignoredParameters, knownModels } from "./known-model.ts";
import type { FieldName, ModelEntry } from "./model-entry.ts";
import { modelFields } from "./model-fields.ts";

const image = { path: "/a.png", mediaType: "image/png", sizeBytes: 1 };
const sound = { path: "/a.wav", mediaType: "audio/wav", sizeBytes: 1 };

function request(model: string, input: ProviderRequest["input"], more: Partial<ProviderRequest> = {}): ProviderRequest {
  return { task: "video", model, input, options: {}, ...more };
}

test.each<[string, Provider, ProviderRequest, string, string, string]>([
  [
    "a duration the model has not",
    replicateProvider,
    request("kwaivgi/kling-v2.1-master", { prompt: "a", duration: 7 }),
    "$.duration",
    "invalid_parameter",
    "5, 10",
  ],
  [
    "a duration that is too long",
    replicateProvider,
    request("bytedance/seedance-1-pro", { prompt: "a", duration: 13 }),
    "$.duration",
    "invalid_parameter",
    "at most 12",
  ],
  [
    "half a second where seconds are whole",
    replicateProvider,
    request("bytedance/seedance-1-pro", { prompt: "a", duration: 2.5 }),
    "$.duration",
    "invalid_parameter",
    "whole number",
  ],
  [
    "a shape the model cannot make",
    replicateProvider,
    request("google/veo-3", { prompt: "a", aspectRatio: "4:3" }),
    "$.aspectRatio",
    "invalid_parameter",
    "16:9, 9:16",
  ],
  [
    "a parameter the model has no field for",
    replicateProvider,
    request("minimax/video-01", { prompt: "a", aspectRatio: "9:16" }),
    "$.aspectRatio",
    "unsupported_parameter",
    "has no `aspectRatio`",
  ],
  [
    "a picture where a video model of fal takes none",
    falProvider,
    request("fal-ai/veo3", { prompt: "a", image }),
    "$.image",
    "unsupported_parameter",
    "has no `image`",
  ],
  [
    "a sound in place of a picture",
    replicateProvider,
    request("bytedance/seedance-1-pro", { prompt: "a", image: sound }),
    "$.image",
    "invalid_parameter",
    "must be an image file",
  ],
  ["a missing prompt", falProvider, request("fal-ai/veo3", {}), "$.prompt", "missing_parameter", "needs `prompt`"],
  [
    "a missing first picture",
    replicateProvider,
    request("kwaivgi/kling-v2.1", { prompt: "a" }),
    "$.image",
    "missing_parameter",
    "needs",
  ],
  [
    "a duration fal has no word for",
    falProvider,
    request("fal-ai/veo3", { prompt: "a", duration: 5 }),
    "$.duration",
    "invalid_parameter",
    "has no `duration` 5",
  ],
  [
    "an option the model has not",
    replicateProvider,
    request("google/veo-3", { prompt: "a" }, { options: { generateaudio: true } }),
    "$.options.generateaudio",
    "unknown_parameter",
    "no field `generateaudio`",
  ],
  [
    "an option of the wrong type",
    replicateProvider,
    request("google/veo-3", { prompt: "a" }, { options: { generate_audio: "yes" } }),
    "$.options.generate_audio",
    "invalid_parameter",
    "boolean",
  ],
  [
    "two words for one field",
    replicateProvider,
    request("bytedance/seedance-1-pro", { prompt: "a", image, startImage: image }),
    "$.startImage",
    "conflicting_parameter",
    "already said",
  ],
  [
    "an option that says what a parameter says",
    replicateProvider,
    request("bytedance/seedance-1-pro", { prompt: "a", duration: 3 }, { options: { duration: 5 } }),
    "$.duration",
    "conflicting_parameter",
    "already said",
  ],
  [
    "a model for another task",
    replicateProvider,
    request("openai/whisper", { prompt: "a" }),
    "$.model",
    "wrong_model",
    "makes transcription",
  ],
  [
    "an address in place of a model",
    falProvider,
    request("https://evil-fal.run/x", { prompt: "a" }),
    "$.model",
    "invalid_model",
    "not the id of a model",
  ],
  [
    "a model that climbs out of its folder",
    replicateProvider,
    request("../account", { prompt: "a" }),
    "$.model",
    "invalid_model",
    "not the id of a model",
  ],
  [
    "a speech without a voice",
    elevenlabsProvider,
    request("eleven_turbo_v2_5", { text: "a" }, { task: "speech" }),
    "$.voice",
    "missing_parameter",
    "needs `voice`",
  ],
  [
    "a voice that is a path",
    elevenlabsProvider,
    request("eleven_turbo_v2_5", { text: "a", voice: "../user" }, { task: "speech" }),
    "$.voice",
    "invalid_parameter",
    "is the id of a voice",
  ],
  [
    "a shape gpt-image has not",
    openaiProvider,
    request("gpt-image-1", { prompt: "a", aspectRatio: "16:9" }, { task: "image" }),
    "$.aspectRatio",
    "invalid_parameter",
    "has no `aspectRatio`",
  ],
  [
    "an address where the call carries the file",
    googleProvider,
    request("veo-3.1-generate-001", { prompt: "a", image: "https://example.com/a.png" }),
    "$.image",
    "invalid_parameter",
    "must be an image file",
  ],
])("tells %s", (_what, provider, asked, path, code, message) => {
  const issues = checkRequest(provider, asked);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ path, code, message: expect.stringContaining(message) });
  expect(issues[0]?.hint).not.toBe("");
});

test("names the places of the caller's document", () => {
  const asked = request("google/veo-3", { prompt: "", duration: 5 }, { options: { x: 1 } });
  const at = ["jobs", 2, "params"];
  const paths = checkRequest(replicateProvider, asked, {
    model: [...at, "model"],
    input: at,
    options: [...at, "model", "options"],
  }).map(({ path }) => path);
  expect(paths.sort()).toEqual([
    "$.jobs[2].params.duration",
    "$.jobs[2].params.model.options.x",
    "$.jobs[2].params.prompt",
  ]);
});

test("names the sibling that has what is missing", () => {
  const [issue] = checkRequest(falProvider, request("fal-ai/veo3", { prompt: "a", image }));
  expect(issue?.hint).toContain("`fal-ai/veo3/image-to-video`");
});

test("names the models that do what was asked for, or says that there is none here", () => {
  const hintOf = (provider: Provider, asked: ProviderRequest) => checkRequest(provider, asked)[0]?.hint;
  const picture = request("tts-1", { prompt: "a" }, { task: "image" });
  expect(hintOf(openaiProvider, picture)).toMatch(/^For image take `gpt-image-1`( or `[\w.-]+`)*\.$/);
  expect(hintOf(openaiProvider, picture)).not.toContain("tts-1");
  const film = request("eleven_v3", { prompt: "a" });
  expect(hintOf(elevenlabsProvider, film)).toBe("For video take another provider.");
});

test("lets other models and their options through", () => {
  const asked = request(
    "somebody/new-model:abc123",
    { prompt: "a", aspectRatio: "7:5" },
    { options: { anything: [1] } },
  );
  expect(checkRequest(replicateProvider, asked)).toEqual([]);
  expect(
    checkRequest(falProvider, request("fal-ai/new/model", { prompt: "a" }, { options: { deep: { er: 1 } } })),
  ).toEqual([]);
});

test("tells what a model of which nothing is known would not be told", () => {
  const omni = request("gemini-omni-9", { prompt: "a", cameraMotion: "fixed", duration: 99, image, startImage: image });
  expect(ignoredParameters(googleProvider, omni)).toEqual(["cameraMotion", "duration", "startImage"]);
  expect(
    ignoredParameters(replicateProvider, request("somebody/model", { prompt: "a", cameraMotion: "fixed" })),
  ).toEqual([]);
  expect(ignoredParameters(replicateProvider, request("google/veo-3", { prompt: "a", cameraMotion: "fixed" }))).toEqual(
    [],
  );
});

test("takes a model's name for a name and nothing else", () => {
  const asked = request("constructor", { text: "a", voice: "v" }, { task: "speech" });
  expect(checkRequest(elevenlabsProvider, asked)).toEqual([]);
  expect(ignoredParameters(elevenlabsProvider, asked)).toEqual([]);
});

test("tells a parameter that nobody has", () => {
  const input = { prompt: "a", aspectratio: "9:16" };
  expect(checkRequest(replicateProvider, request("somebody/model", input))).toMatchObject([
    { path: "$.aspectratio", code: "unknown_parameter", hint: expect.stringContaining("`aspectRatio`") },
  ]);
});

/** A value of each name that some models take; every model must take one of them under each name that it takes. */
const SAMPLES: Readonly<Record<UnifiedName, readonly unknown[]>> = {
  prompt: ["a lighthouse"],
  negativePrompt: ["fog"],
  text: ["hello"],
  duration: [5, 6],
  resolution: ["720p", "768p", "1K"],
  aspectRatio: ["16:9", "1:1"],
  seed: [7],
  image: [image],
  startImage: [image],
  endImage: [image],
  video: [{ path: "/a.mp4", mediaType: "video/mp4", sizeBytes: 1 }],
  audio: [sound],
  voice: ["alloy"],
  language: ["fr-CA"],
  cameraMotion: ["fixed"],
  speed: [1.1],
  count: [2],
  outputFormat: ["png", "mp3"],
  outputType: ["alpha-mask"],
};

/** What nobody can ask for without: one of each list. */
const NEEDED: Readonly<Record<Task, readonly (readonly UnifiedName[])[]>> = {
  video: [["prompt", "audio", "video"]],
  image: [["prompt", "image"]],
  speech: [["text"]],
  transcription: [["audio"]],
  "lip-sync": [["video", "image"], ["audio"]],
  "background-removal": [["video", "image"]],
};

/** How shapes and sizes are written, by all makers of models. */
const WRITTEN: Readonly<Partial<Record<UnifiedName, RegExp>>> = {
  aspectRatio: /^\d+:\d+$|^match_input_image$|^auto$|^custom$/,
  resolution: /^\d+p?$|^\d[kK]$|^custom$/,
};

describe.each(BUILT_IN_PROVIDERS)("$name", (provider) => {
  test("can tell each model what its task cannot be done without", () => {
    for (const [model, { tasks, names }] of Object.entries(provider.models.known)) {
      const needed = tasks.flatMap((task) => NEEDED[task]);
      const missing = needed.filter((either) => either.every((name) => names[name] === undefined));
      expect({ model, missing }).toEqual({ model, missing: [] });
    }
  });

  test("has only shapes that are shapes, and sizes that are sizes", () => {
    for (const [model, table] of Object.entries(provider.models.known)) {
      for (const [name, written] of Object.entries(WRITTEN)) {
        const words = wordsOf(table, table.names[name as UnifiedName]);
        expect({ model, odd: words.filter((word) => !written.test(word)) }).toEqual({ model, odd: [] });
      }
    }
  });

  test("takes each of the words that it has for a parameter", () => {
    for (const [model, { names, tasks }] of Object.entries(provider.models.known)) {
      for (const [name, field] of Object.entries(names)) {
        if (typeof field !== "object" || !("words" in field)) continue;
        const refused = Object.keys(field.words).filter((word) => {
          const asked = { task: tasks[0] ?? "video", model, input: { [name]: word }, options: {} };
          return checkRequest(provider, asked).some(({ path }) => path === `$.${name}`);
        });
        expect({ model, name, refused }).toEqual({ model, name, refused: [] });
      }
    }
  });

  const cases = knownModels(provider).flatMap(({ model, tasks, takes }) =>
    takes.map((taken) => [model, taken, tasks[0] ?? "video"] as const),
  );
  test.each(cases)("%s is told its %s", (model, taken, task) => {
    const told = SAMPLES[taken].filter((sample) => {
      const issues = checkRequest(provider, { task, model, input: { [taken]: sample }, options: {} });
      return !issues.some(({ path }) => path.startsWith(`$.${taken}`));
    });
    expect(told).not.toEqual([]);
    const table = provider.models.known[model];
    expect(table).toBeDefined();
    if (table === undefined) return;
    const { fields, saidAs } = modelFields(table, { task, model, input: { [taken]: told[0] }, options: {} });
    const [field = ""] = [...saidAs].find(([, said]) => said === taken) ?? [];
    expect(fields[field]).toBeDefined();
  });
});

/** What a person may write under a name: the model's own words, or those that are put into its words. */
function wordsOf({ fields }: ModelEntry, name: FieldName | undefined): string[] {
  if (typeof name === "object") return "words" in name ? Object.keys(name.words) : [];
  let field: unknown = name === undefined ? undefined : fields.shape[name];
  if (field instanceof z.ZodOptional) field = field.unwrap();
  return field instanceof z.ZodEnum ? field.options.map(String) : [];
}
