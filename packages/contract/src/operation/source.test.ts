import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Reference } from "../plan/reference.ts";
import { mediaSource, Source, textSource, wordsSource } from "./source.ts";

const complaint = (schema: { safeParse: (value: unknown) => { error?: { issues: { message: string }[] } } }) => {
  return (value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message);
};

describe("a parameter that is media", () => {
  const video = mediaSource("video", "image");

  test.each([
    "a.mp4",
    "/films/a b.mp4",
    "https://example.com/a.mp4?x=1",
    "HTTP://example.com",
    "file:///a.mp4",
    "日本.mov",
  ])("is %s, and says what it can be", (from) => {
    const source = video.parse(from);
    expect(source).toBeInstanceOf(Source);
    expect(source).toEqual({ accepts: ["video", "image"], from });
  });

  test("is as long as addresses get", () => {
    expect(video.safeParse("a".repeat(8192)).success).toBe(true);
  });

  test("is a text in the schema for editors, which says what it means", () => {
    expect(z.toJSONSchema(video, { io: "input", unrepresentable: "any" })).toMatchObject({
      type: "string",
      description: 'video or image: URL, path, or "$<job id>"',
    });
  });

  test("is what another job makes", () => {
    const from = new Reference("job1");
    expect(video.parse(from).from).toBe(from);
  });

  test("is written in a document as it came", () => {
    expect(JSON.stringify({ video: video.parse("a.mp4") })).toBe('{"video":"a.mp4"}');
  });

  test.each([
    "",
    "  ",
    "a\nb.mp4",
    "concat:a|b",
    "ftp://example.com/a.mp4",
    "data:video/mp4;base64,AAAA",
    "http://",
    "a".repeat(8193),
  ])("is not %j", (from) => {
    expect(complaint(video)(from)).toEqual(["Expected a URL (http, https), a path, or a reference such as `$job1`"]);
  });

  test.each([
    [video, "video or image"],
    [mediaSource("video", "image", "audio"), "media"],
    [mediaSource("text"), "a subtitle file"],
  ])("is not a number, and what is wanted is said", (schema, wanted) => {
    expect(complaint(schema)(7)).toEqual([`Expected ${wanted}: a URL, a path, or a reference such as \`$job1\``]);
  });
});

describe("a parameter that is text", () => {
  test("is the text, whatever it says, or the words that a job knows", () => {
    expect(textSource().parse("ftp://is only a text\nhere")).toEqual({
      accepts: ["transcript"],
      from: "ftp://is only a text\nhere",
    });
    expect(textSource().parse(new Reference("job1")).accepts).toEqual(["transcript"]);
  });

  test("is not empty, and not longer than it may be", () => {
    for (const empty of ["", " \n ", 7, null]) {
      expect(complaint(textSource())(empty)).toEqual([
        "Expected a text that is not empty, or a reference such as `$job1`",
      ]);
    }
    expect(textSource(5).safeParse("12345").success).toBe(true);
    expect(complaint(textSource(5))("123456")).toEqual(["Expected at most 5 characters, got 6"]);
    expect(textSource().safeParse("x".repeat(20_000)).success).toBe(true);
    expect(textSource().safeParse("x".repeat(20_001)).success).toBe(false);
  });

  test("is a job's words and no text where only those will do", () => {
    const words = wordsSource("Expected a job that knows its words");
    expect(words.parse(new Reference("job1")).accepts).toEqual(["transcript"]);
    expect(complaint(words)("some text")).toEqual(["Expected a job that knows its words"]);
  });
});
