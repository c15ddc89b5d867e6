import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import type { Script, Section } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { createNetwork } from "@proxx/network";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { createParts } from "../parts/parts.ts";
import { StepFailedError } from "../step-failed-error.ts";
import { generateSlidesForScript, type GenerateSlidesOptions } from "./generate-slides.ts";
import type { PictureModel } from "./picture-model.ts";

const fonts = createFonts();
const size = { width: 640, height: 360 };

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#2c6e49"/><circle cx="500" cy="250" r="120" fill="#ffc9b9"/></svg>`;

/** A movie in a folder of its own. */
function movie(folder = temporaryFolder()) {
  const generate = (sections: readonly Partial<Section>[], options: Partial<GenerateSlidesOptions> = {}) =>
    generateSlidesForScript(scriptOf(sections), {
      folder,
      parts: createParts({ folder: join(folder, ".proxx") }),
      fonts,
      size,
      ...options,
    });
  return { folder, generate, names: () => readdirSync(join(folder, "slides")).sort() };
}

function scriptOf(sections: readonly Partial<Section>[]): Script {
  return {
    title: "A movie",
    language: "en",
    sections: sections.map((section, index) => ({
      id: `s${index + 1}`,
      title: `Section ${index + 1}`,
      narrations: [],
      ...section,
    })),
  };
}

const BULLETS: Section["slide"] = { layout: "bullets", title: "Points", items: ["One", "Two"] };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

function privateNetwork() {
  const network = createNetwork({ allowPrivate: true });
  onTestFinished(() => network.close());
  return network;
}

test("each section has its slides, as layers and as files under its id", async () => {
  const { generate, folder, names } = movie();
  const told: [number, number][] = [];
  const items = Array.from({ length: 8 }, (_, index) => `Point ${index + 1}`);
  const { slides, files, degradations } = await generate(
    [{ slide: { layout: "title", title: "Hello" } }, { slide: { layout: "bullets", title: "Many", items } }],
    { onProgress: (current, total) => told.push([current, total]) },
  );
  expect(names()).toEqual(["s1.png", "s2.2.png", "s2.png"]);
  expect(files.map(({ sectionId, why }) => [sectionId, why])).toEqual([
    ["s1", "new"],
    ["s2", "new"],
    ["s2", "new"],
  ]);
  expect([...slides].map(([id, shown]) => [id, shown.length])).toEqual([
    ["s1", 1],
    ["s2", 2],
  ]);
  const [second] = slides.get("s2") ?? [];
  expect(second?.layers.map(({ build, item }) => [build, item])).toEqual([
    [0, undefined],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
  ]);
  const picture = second?.layers[0]?.picture;
  expect((await picture?.pixels())?.length).toBe(size.width * size.height * 4);
  expect(
    readFileSync(join(folder, "slides", "s1.png"))
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  expect(degradations).toEqual([]);
  expect(told).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
});

test("what is the same is drawn once, and what changed alone again", async () => {
  const { generate, folder } = movie();
  const sections = [{ slide: BULLETS }, { slide: { layout: "title" as const, title: "Hello" } }];
  const before = await generate(sections);
  const again = await generate(sections);
  expect(again.files.every(({ reused }) => reused)).toBe(true);
  const pictureOf = (made: typeof before) => made.slides.get("s1")?.[0]?.layers[1]?.picture;
  expect(pictureOf(again)?.id).toBe(pictureOf(before)?.id);
  expect(await pictureOf(again)?.pixels()).toEqual(await pictureOf(before)?.pixels());
  const changed = await generate([sections[0] ?? {}, { slide: { layout: "title", title: "Bye" } }]);
  expect(changed.files.map(({ why }) => why)).toEqual([null, "changed: slide.title"]);
  const other = await generate(sections, { theme: "folio" });
  expect(other.files.map(({ why }) => why)).toEqual(["changed: theme", "changed: slide.title, theme"]);
  truncateSync(join(folder, "slides", "s1.png"), 10);
  await generate(sections);
  expect(readFileSync(join(folder, "slides", "s1.png")).length).toBeGreaterThan(1000);
});

test("a section whose id looks like the second slide of another one keeps its own", async () => {
  const { generate, names } = movie();
  const items = Array.from({ length: 8 }, (_, index) => `Point ${index + 1}`);
  const { files } = await generate([
    { id: "tide", slide: { layout: "bullets", title: "Many", items } },
    { id: "tide-2", slide: { layout: "quote", text: "Time and tide wait for no man." } },
  ]);
  expect(new Set(files.map(({ path }) => path)).size).toBe(3);
  expect(names()).toEqual(["tide-2.png", "tide.2.png", "tide.png"]);
});

test("a section that needs fewer slides than before leaves none of the others behind", async () => {
  const { generate, names } = movie();
  const items = Array.from({ length: 12 }, (_, index) => `Point ${index + 1}`);
  await generate([{ slide: { layout: "bullets", title: "Many", items } }]);
  expect(names()).toEqual(["s1.2.png", "s1.3.png", "s1.png"]);
  await generate([{ slide: { layout: "bullets", title: "Many", items: ["One"] } }]);
  expect(names()).toEqual(["s1.png"]);
});

describe("a section without a slide", () => {
  test.each([
    [[], "section"],
    [["The sea rises twice a day."], "statement"],
    [["The moon pulls.", "The sun pulls as well.", "The coast decides the rest."], "bullets"],
  ])("shows what is said in it: %j as %s", async (texts, layout) => {
    const narrations = texts.map((text, index) => ({ id: `n${index}`, text }));
    const { slides } = await movie().generate([{ narrations }]);
    expect(slides.get("s1")?.[0]?.slide.layout).toBe(layout);
  });
});

describe("a picture", () => {
  test("that lies beside the script is shown", async () => {
    const { generate, folder } = movie();
    writeFileSync(join(folder, "here.svg"), SVG);
    const { slides, degradations } = await generate([
      { slide: { layout: "image-text", title: "Here", text: "A picture.", image: "here.svg" } },
    ]);
    expect(degradations).toEqual([]);
    expect(slides.get("s1")?.[0]?.slide.layout).toBe("image-text");
  });

  test("of the page is fetched, once, with its credit", async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.setHeader("content-type", "image/svg+xml").end(SVG);
    });
    const { generate } = movie();
    const section = { slide: BULLETS, source_image_url: `${url}/a.svg`, image_credit: "Photo: somebody" };
    const network = privateNetwork();
    const { slides, degradations } = await generate([section], { network });
    expect(degradations).toEqual([]);
    expect(slides.get("s1")?.[0]?.slide).toMatchObject({
      layout: "image-text",
      title: "Points",
      items: ["One", "Two"],
      credit: "Photo: somebody",
    });
    expect((await generate([section], { network })).files).toMatchObject([{ reused: true }]);
    expect(asked).toBe(1);
  });

  test.each<[what: string, RequestListener, message: RegExp]>([
    ["is not there", (_, response) => response.writeHead(404).end(), /404/u],
    ["is a page", (_, response) => response.setHeader("content-type", "text/html").end("<p>"), /text\/html/u],
    [
      "is garbage",
      (_, response) => response.setHeader("content-type", "image/png").end("no picture"),
      /cannot be drawn/u,
    ],
    [
      "is empty",
      (_, response) => response.setHeader("content-type", "image/png").end(),
      /cannot be drawn|empty|bytes/u,
    ],
    [
      "breaks off",
      (_, response) => response.writeHead(200, { "content-length": "90000" }).write("x", () => response.destroy()),
      /./u,
    ],
  ])("that %s is left out, and it is said", async (_what, listener, message) => {
    const url = await serve(listener);
    const { generate, names } = movie();
    const { slides, degradations } = await generate([{ slide: BULLETS, source_image_url: `${url}/a.png` }], {
      network: privateNetwork(),
    });
    expect(slides.get("s1")?.[0]?.slide).toEqual(BULLETS);
    expect(degradations).toEqual([
      { code: "picture_left_out", message: expect.stringMatching(message), hint: expect.stringMatching(/./u) },
    ]);
    expect(degradations[0]?.message).toContain(
      "The section “Section 1” (s1) is shown without the picture of the page: ",
    );
    expect(names()).toEqual(["s1.png"]);
  });

  test("of a path where nothing is, is left out", async () => {
    const { slides, degradations } = await movie().generate([
      { slide: { layout: "image-text", title: "Words", items: ["One"], image: "gone.png" } },
      { slide: { layout: "image", image: "gone.png", title: "Nothing" } },
    ]);
    expect([...slides.values()].map(([first]) => first?.slide.layout)).toEqual(["bullets", "section"]);
    expect(degradations.map(({ code }) => code)).toEqual(["picture_left_out", "picture_left_out"]);
  });

  test("is made by a model where one is asked, once for the same words", async () => {
    const asked: string[] = [];
    const pictureModel: PictureModel = {
      ingredients: { model: "fake" },
      make: async ({ prompt, aspectRatio }) => {
        asked.push(`${prompt} ${aspectRatio}`);
        return Buffer.from(SVG);
      },
    };
    const { generate } = movie();
    const section = { slide: BULLETS, slide_prompt: "a green hill" };
    const { slides } = await generate([section], { pictureModel });
    expect(slides.get("s1")?.[0]?.slide.layout).toBe("image-text");
    await generate([section], { pictureModel });
    expect(asked).toEqual(["a green hill 16:9"]);
    const without = await movie().generate([section]);
    expect(without.slides.get("s1")?.[0]?.slide.layout).toBe("bullets");
  });
});

test("a movie that is cancelled stops, and what was drawn stays", async () => {
  const { generate, names, folder } = movie();
  const controller = new AbortController();
  const sections = Array.from({ length: 12 }, (_, index) => ({
    slide: { layout: "title" as const, title: `Title ${index}` },
  }));
  const onProgress = (done: number) => {
    if (done === 2) controller.abort();
  };
  await expect(generate(sections, { signal: controller.signal, onProgress })).rejects.toThrow(/abort/iu);
  expect(existsSync(join(folder, "slides")) && names().length >= 2 && names().length < 12).toBe(true);
  const { files } = await generate(sections);
  expect(files.filter(({ reused }) => reused).length).toBeGreaterThanOrEqual(2);
});

test("a section that cannot be drawn is named, and the others are drawn", async () => {
  const { generate, folder, names } = movie();
  const parts = createParts({ folder: join(folder, ".proxx") });
  const failing: typeof parts = {
    ...parts,
    part: (what, make) => (what.shown === "slide s2" ? Promise.reject(new Error("no room")) : parts.part(what, make)),
  };
  const error = await generate([{ slide: BULLETS }, { slide: BULLETS }, { slide: BULLETS }], { parts: failing }).catch(
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(StepFailedError);
  expect(error).toMatchObject({ message: "slides: section `s2` (Section 2): no room" });
  expect(names()).toEqual(["s1.png", "s3.png"]);
});
