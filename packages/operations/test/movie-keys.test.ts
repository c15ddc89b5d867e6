import { expect, test } from "vitest";
import { createOperations } from "../src/create-operations.ts";
import type { MovieSteps } from "../src/index.ts";
import { resources } from "./run-operation.ts";

const STEPS = { writeScript: "script", speakScript: "speech", drawSlides: "slides", renderMovie: "movie" } as const;
const NOBODY = () => Promise.reject(new Error("Expected nothing to be made"));

/** What decides the bytes of a step, where these are the versions of what does it. */
async function buildOf(
  type: keyof typeof STEPS,
  versions: (step: string) => Promise<Record<string, string>>,
  ffmpeg = "7.1",
) {
  const tools = await resources.tools();
  const build: MovieSteps["build"] = {
    script: () => versions("script"),
    speech: () => versions("speech"),
    slides: () => versions("slides"),
    movie: () => versions("movie"),
  };
  const check: MovieSteps["check"] = { script: async () => [], speech: async () => [], slides: async () => [] };
  const movies: MovieSteps = {
    build,
    check,
    writeScript: NOBODY,
    speakScript: NOBODY,
    drawSlides: NOBODY,
    renderMovie: NOBODY,
    previewSlide: NOBODY,
  };
  const operations = createOperations({
    ...resources,
    tools: async () => ({ ...tools, version: ffmpeg }),
    movies: async () => movies,
  });
  const operation = operations.find(({ signature }) => signature.type === type);
  const context = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };
  return (await operation?.approach({}, context))?.build;
}

test.each(Object.entries(STEPS) as [keyof typeof STEPS, string][])(
  "%s has another key where ffmpeg or what does that step is of another version, and where another step's is not",
  async (type, step) => {
    const raised = (which: string) => (of: string) => Promise.resolve({ version: of === which ? "2" : "1" });
    const plain = await buildOf(type, raised("none"));
    expect(plain).toEqual({ ffmpeg: "7.1", version: "1" });
    expect(await buildOf(type, raised("none"), "8.0")).not.toEqual(plain);
    expect(await buildOf(type, raised(step))).not.toEqual(plain);
    for (const other of Object.values(STEPS).filter((one) => one !== step)) {
      expect(await buildOf(type, raised(other))).toEqual(plain);
    }
  },
);
