import { rational, type FirstFrames } from "@proxx/media";
import { expect, test } from "vitest";
import { inspectedSource } from "../../test/inspected-source.ts";
import { settlePicture } from "./settle-picture.ts";

/** What is settled of a source by what the decoder says, and of how many packets it was asked, and how often. */
async function settle(
  changes: Parameters<typeof inspectedSource>[0],
  decoded: Partial<FirstFrames> = {},
  framesOnly = false,
) {
  const { facts, video, timeLine, opening } = inspectedSource(changes);
  const packets: number[] = [];
  const settled = await settlePicture({ facts, video, timeLine, opening, framesOnly }, async (count) => {
    packets.push(count);
    return {
      fieldOrder: "progressive",
      allInterlaced: false,
      stepSeconds: null,
      startSeconds: null,
      sideData: [],
      complaints: [],
      ...decoded,
    };
  });
  return { ...settled, packets, asked: packets.length };
}

const avi = { formatNames: ["avi"] };

test("the decoder is not asked where the container tells everything", async () => {
  for (const video of [{ height: 720 }, { averageRate: rational(24) }, { averageRate: rational(50) }])
    expect(await settle({ video })).toMatchObject({
      asked: 0,
      fieldOrder: "progressive",
      timeLine: { firstSeconds: 0 },
    });
});

test.each([
  ["progressive", true, 0],
  ["unknown", true, 0],
  ["progressive", false, 1],
  ["tt", true, 1],
] as const)(
  "a picture of 1080 lines that is said to be %s, frames only: %s, is asked after %i times",
  async (fieldOrder, framesOnly, asked) => {
    const video = { codec: "h264", height: 1080, averageRate: rational(25), fieldOrder };
    expect(await settle({ video }, {}, framesOnly)).toMatchObject({ asked });
  },
);

test("an AVI begins where the decoder shows its first frame, and lasts as long as before", async () => {
  const { timeLine, asked } = await settle(
    { facts: avi, timeLine: { firstSeconds: 0.04, endSeconds: 2 } },
    { startSeconds: 0.12 },
  );
  expect(asked).toBe(1);
  expect(timeLine.firstSeconds).toBeCloseTo(0.12);
  expect(timeLine.endSeconds).toBeCloseTo(2.08);
});

test("places that an AVI leaves empty are where the decoder shows them: before the picture, or between two frames", async () => {
  /** Twenty-five places a second, of which one is empty, and a decoder that holds two frames back. */
  const withEmpty = async (empty: number, startSeconds: number) => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((place) => place !== empty).map((place) => place * 0.04);
    const line = { times, shown: 8, stepSeconds: 0.32 / 7, firstSeconds: 0, endSeconds: 0.36, constantRate: false };
    const { timeLine } = await settle({ facts: avi, timeLine: line }, { startSeconds });
    const places = timeLine.times?.map((time) => Math.round(time / 0.04));
    return { places, endSeconds: Number(timeLine.endSeconds?.toFixed(6)) };
  };
  expect(await withEmpty(1, 0.12)).toEqual({ places: [0, 1, 2, 3, 4, 5, 6, 7], endSeconds: 0.44 });
  expect(await withEmpty(5, 0.08)).toEqual({ places: [0, 1, 2, 4, 5, 6, 7, 8], endSeconds: 0.44 });
});

test.each<[string, { firstSeconds?: null; endSeconds?: null }, number | null]>([
  ["the decoder says no time", {}, null],
  ["its packets have no first time", { firstSeconds: null }, 0.12],
  ["its packets have no end", { endSeconds: null }, 0.12],
])("an AVI stays as its packets say it where %s", async (_, span, startSeconds) => {
  const { timeLine } = await settle({ facts: avi, timeLine: span }, { startSeconds });
  expect(timeLine).toEqual(inspectedSource({ timeLine: span }).timeLine);
});

test("the decoder's time is nothing to a container that has its own", async () => {
  const { timeLine, asked } = await settle({ video: { fieldOrder: "unknown" } }, { startSeconds: 0.12 });
  expect(asked).toBe(1);
  expect(timeLine).toMatchObject({ firstSeconds: 0, endSeconds: 2 });
});

test("fields are what the decoder sees, and only of pictures that may have them", async () => {
  expect(await settle({ video: { fieldOrder: "unknown" } }, { fieldOrder: "tt" })).toMatchObject({ fieldOrder: "tt" });
  expect(await settle({ video: { fieldOrder: "bt" } }, { fieldOrder: "bb" })).toMatchObject({ fieldOrder: "bb" });
  expect(await settle({ video: { codec: "dvvideo" } }, { fieldOrder: "bb" })).toMatchObject({ fieldOrder: "bb" });
  expect(await settle({ video: { codec: "vp9", fieldOrder: "unknown" } })).toMatchObject({ asked: 0 });
  expect(await settle({ facts: avi }, { fieldOrder: "tt" })).toMatchObject({ asked: 1, fieldOrder: "progressive" });
});

test("fields that the container denies are there when every frame has them", async () => {
  const fields = { fieldOrder: "tt" } as const;
  expect(await settle({}, { ...fields, allInterlaced: true })).toMatchObject({ packets: [2, 12], fieldOrder: "tt" });
  expect(await settle({}, fields)).toMatchObject({ packets: [2], fieldOrder: "progressive" });
});

test("fields that are packets of their own are paired, and the rate is that of frames", async () => {
  const { timeLine, video } = await settle(
    {
      video: { fieldOrder: "tt", averageRate: rational(50), frameRate: rational(50) },
      timeLine: { stepSeconds: 0.02 },
    },
    { fieldOrder: "tt", allInterlaced: true, stepSeconds: 0.04 },
  );
  expect(timeLine).toMatchObject({ shown: 25, stepSeconds: 0.04 });
  expect(video.averageRate).toEqual(rational(25));
});

test("fields of a picture smaller than television's are asked for where its height can have them", async () => {
  const fields = { fieldOrder: "tt", allInterlaced: true } as const;
  expect(await settle({ video: { height: 120 } }, fields)).toMatchObject({ asked: 2, fieldOrder: "tt" });
  expect(await settle({ video: { height: 360 } }, fields)).toMatchObject({ asked: 0, fieldOrder: "progressive" });
});
