import { readdirSync } from "node:fs";
import { CAPTION_STYLES } from "@proxx/drawing";
import { renderTimeline, type Timeline, type TimelineLayer } from "@proxx/renderer";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { renderVideoForScript, type Renderer } from "../src/index.ts";
import { options, script, size, slideOf } from "./small-movie.ts";

const isSlide = ({ picture }: TimelineLayer) => /^[0-9a-f]{32}$/.test(picture.id);

/** A renderer that does something else than it is told. */
function wrong(change: (timeline: Timeline) => Partial<Timeline>): Renderer {
  return { name: "wrong", render: (timeline, given) => renderTimeline({ ...timeline, ...change(timeline) }, given) };
}

const plain = (timeline: Timeline, colour: number[], from: number): TimelineLayer => ({
  picture: {
    id: `plain ${colour.join(" ")}`,
    ...size,
    opaque: true,
    pixels: () => Uint8Array.from({ length: size.width * size.height * 4 }, (_, at) => colour[at % 4] ?? 0),
  },
  from,
  to: timeline.frames,
  x: 0,
  y: 0,
});

/** The first slide stays for good, while subtitles go on. */
function firstSlideOnly({ layers, frames }: Timeline): TimelineLayer[] {
  return layers.flatMap((layer) => {
    if (!isSlide(layer)) return [layer];
    return layer.from === 0 ? [{ ...layer, to: frames }] : [];
  });
}

test.each([
  [
    "is black",
    wrong(() => ({ layers: [], background: "#000000" })),
    "not_black: .* found black at 0.0 s (“The first”), and",
  ],
  ["has nothing on it", wrong(() => ({ layers: [] })), "not_black: .* found nothing at 0.0 s (“The first”), and"],
  [
    "becomes black in its second half",
    wrong((timeline) => ({
      layers: [...timeline.layers, plain(timeline, [0, 0, 0, 255], timeline.keyFrames.at(-1) ?? 0)],
    })),
    "not_black: .* found black at [0-9.]+ s (“The second”)",
  ],
  [
    "stands still",
    wrong(({ layers, frames }) => ({
      layers: layers.filter(({ from }) => from === 0).map((one) => ({ ...one, to: frames })),
    })),
    "not_frozen: .* found the same picture at [0-9.]+ s and [0-9.]+ s (“The second”)",
  ],
  [
    "keeps its slide while its subtitles go on",
    wrong((timeline) => ({ layers: firstSlideOnly(timeline) })),
    "not_frozen: .* found the same picture at",
  ],
])("a movie that %s is told, and gets no name", async (_, renderer, said) => {
  const folder = temporaryFolder();
  const rendering = renderVideoForScript(script, options(folder, { renderer }));
  const pattern = new RegExp(said.replaceAll(/[()]/g, String.raw`\$&`));
  await expect(rendering).rejects.toMatchObject({ message: expect.stringMatching(pattern) as string });
  expect(readdirSync(folder).filter((name) => name.startsWith("movie."))).toEqual([]);
});

test.each([
  ["at the foot of the frame", { ...CAPTION_STYLES.default, marginY: 0 }],
  ["wider than what is safe", { ...CAPTION_STYLES.default, fontSize: 0.2, marginX: 0, lineLength: 100 }],
])("a movie whose subtitles are %s is told", async (_, subtitles) => {
  const rendering = renderVideoForScript(script, options(temporaryFolder(), { subtitles }));
  await expect(rendering).rejects.toMatchObject({
    message: expect.stringMatching(
      /subtitles_inside: expected every subtitle within 24,13 to 456,257, found /,
    ) as string,
  });
});

test("slides that are black or alike are none of its faults, and what was seen before is not looked at again", async () => {
  const folder = temporaryFolder();
  const [first, second] = script.sections;
  const black = slideOf({ layout: "image", image: "black.png" }, [0, 0, 0]).map(({ layers: [ground], ...slide }) => ({
    ...slide,
    layers: ground === undefined ? [] : [ground],
  }));
  const slides = new Map([
    [first?.id ?? "", black],
    [second?.id ?? "", black],
  ]);
  const lookedAt = async (changes: Parameters<typeof options>[1]) => {
    const { checks } = await renderVideoForScript(script, options(folder, { subtitles: false, ...changes }));
    return ["not_black", "not_frozen"].map((name) => {
      const { found = "", pass } = checks.find(({ check }) => check === name) ?? {};
      expect({ name, found, pass }).toMatchObject({ pass: true });
      return Number.parseInt(found, 10);
    });
  };
  const [all = 0, alike] = await lookedAt({ slides });
  expect([all > 2, alike]).toEqual([true, 0]);
  expect(await lookedAt({})).toEqual([all, 1]);
  // Another second slide: the first is what it was, and is looked at for the change alone.
  const changed = new Map([...options(folder).slides, [second?.id ?? "", slideOf(second?.slide, [120, 20, 20])]]);
  const [fresh = 0, change] = await lookedAt({ slides: changed });
  expect([fresh > 0 && fresh < all, change]).toEqual([true, 1]);
});
