import { CAPTION_PRESETS } from "../parameters/caption-style.ts";
import { CAPTION_STYLES } from "@proxx/drawing";
import { describe, expect, test } from "vitest";
import { captionLook, captionRoom } from "./caption-look.ts";

const PLAIN = { preset: "default", highlight: true } as const;

describe("the look of captions", () => {
  test.each(CAPTION_PRESETS)("%s is the preset as it is drawn", (preset) => {
    expect(captionLook({ preset }, PLAIN).style).toEqual(CAPTION_STYLES[preset]);
  });

  test("is the preset with what is changed", () => {
    const { style, wordsPerCaption } = captionLook(
      {
        preset: "youtube",
        color: "#ff0000ff",
        outlineColor: "#00ff00ff",
        backgroundColor: "#0000ff80",
        activeColor: "#ffffffff",
        activeScale: 1.2,
        position: "top",
        margin: 0.2,
        maxWidth: 0.5,
        wordsPerCaption: 2,
      },
      PLAIN,
    );
    expect(style).toMatchObject({
      color: "#ff0000ff",
      spokenWord: { color: "#ff0000ff" },
      outline: { color: "#00ff00ff", width: 0.07 },
      background: { ...CAPTION_STYLES.youtube.background, color: "#0000ff80" },
      activeWord: { color: "#ffffffff", scale: 1.2 },
      position: "top",
      marginY: 0.2,
      marginX: 0.25,
    });
    expect(wordsPerCaption).toBe(2);
  });

  test("has no box and no outline where they are said to be nothing", () => {
    const { style } = captionLook({ preset: "story", backgroundColor: "#00000000", outlineWidth: 0 }, PLAIN);
    expect(style).toMatchObject({ background: null, outline: null });
  });

  test("marks no word where that would not be seen", () => {
    expect(captionLook({ preset: "youtube" }, PLAIN).highlight).toBe(false);
    expect(captionLook({ preset: "default" }, PLAIN).highlight).toBe(true);
    expect(captionLook({ preset: "default", highlight: false }, PLAIN).highlight).toBe(false);
  });
});

test("the presets that follow the voice mark the spoken word wherever they are named", () => {
  const subtitles = { preset: "default", highlight: false } as const;
  const marking = CAPTION_PRESETS.filter((preset) => captionLook({ preset }, subtitles).highlight);
  expect(marking).toEqual(["bold", "tiktok"]);
  const plain = captionLook({ preset: "tiktok", highlight: false }, subtitles);
  expect(plain.highlight).toBe(false);
  expect(plain.style.activeWord).toEqual({ color: "#ffffff", scale: 1, background: null });
  expect(captionLook({ preset: "story", highlight: true }, subtitles).highlight).toBe(true);
});

test("a caption holds less in a narrow frame, in capitals and in large letters", () => {
  const { style } = captionLook({}, PLAIN);
  const wide = captionRoom(style, { width: 1920, height: 1080 });
  const tall = captionRoom(style, { width: 1080, height: 1920 });
  const capitals = captionRoom({ ...style, uppercase: true }, { width: 1080, height: 1920 });
  const large = captionRoom({ ...style, fontSize: 0.3 }, { width: 1080, height: 1920 });
  expect([wide, tall, capitals, large].map(({ lineWidth }) => lineWidth)).toEqual([42, 31, 24, 8]);
});
