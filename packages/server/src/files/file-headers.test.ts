import { describe, expect, test } from "vitest";
import { fileHeaders } from "./file-headers.ts";

describe("a file of anybody's", () => {
  test.each(["video/mp4", "audio/mpeg", "image/png", "image/jpeg", "image/webp", "image/gif"])(
    "that is %s is shown in place, and may load nothing else",
    (mediaType) => {
      expect(fileHeaders({ mediaType, name: "a" })).toMatchObject({
        "content-type": mediaType,
        "content-disposition": `inline; filename="a"; filename*=UTF-8''a`,
        "content-security-policy": "default-src 'none'; media-src 'self'; img-src 'self'",
        "x-content-type-options": "nosniff",
      });
    },
  );

  test.each(["text/plain", "text/vtt", "application/json", "application/x-subrip"])(
    "that is %s is shown as text, whose letters are those of UTF-8",
    (mediaType) => {
      expect(fileHeaders({ mediaType, name: "a" })).toMatchObject({
        "content-type": `${mediaType}; charset=utf-8`,
        "content-disposition": expect.stringMatching(/^inline;/) as string,
      });
    },
  );

  test.each([
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/octet-stream",
    "xvideo/mp4",
  ])("that is %s is never shown in place", (mediaType) => {
    expect(fileHeaders({ mediaType, name: "a" })).toMatchObject({
      "content-type": mediaType,
      "content-disposition": expect.stringMatching(/^attachment;/) as string,
      "content-security-policy": "default-src 'none'; sandbox",
    });
  });

  test("has its name, whatever that holds", () => {
    const disposition = (name: string) => fileHeaders({ mediaType: "video/mp4", name })["content-disposition"];
    expect(disposition('a "b" 100%.mp4')).toBe(
      `inline; filename="a _b_ 100_.mp4"; filename*=UTF-8''a%20%22b%22%20100%25.mp4`,
    );
    expect(disposition("夜 (1)*'.mp4")).toBe(
      `inline; filename="_ (1)*'.mp4"; filename*=UTF-8''%E5%A4%9C%20%281%29%2A%27.mp4`,
    );
    expect(disposition("a\r\nset-cookie: x")).not.toMatch(/[\r\n]/);
  });
});
