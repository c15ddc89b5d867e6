import { expect, test } from "vitest";
import { suggestedFileName } from "./suggested-file-name.ts";

test.each([
  ["the header's name", 'attachment; filename="clip one.mp4"', "/x", "clip one.mp4"],
  ["a name without quotes", "inline; filename=clip.mp4; size=3", "/x", "clip.mp4"],
  ["escaped quotes", 'attachment; filename="a\\b.mp4"', "/x", "ab.mp4"],
  ["the extended name first", "attachment; filename=\"caf.mp4\"; filename*=UTF-8''caf%C3%A9.mp4", "/x", "café.mp4"],
  ["UTF-8 that was read as Latin-1", 'attachment; filename="cafÃ©.mp4"', "/x", "café.mp4"],
  ["Latin-1 that is Latin-1", 'attachment; filename="café.mp4"', "/x", "café.mp4"],
  ["the path's last part", null, "/a/b/caf%C3%A9.mp4", "café.mp4"],
  ["the path, when the header has no name", "attachment", "/a/clip.mp4", "clip.mp4"],
  ["the path, when the header's name is nothing", 'attachment; filename="../.."', "/a/clip.mp4", "clip.mp4"],
  ["nothing of folders", 'attachment; filename="../../etc/passwd"', "/x", "passwd"],
  ["nothing of Windows' folders", 'attachment; filename="C:\\\\Users\\\\x.mp4"', "/x", "x.mp4"],
  ["nothing of encoded folders", null, "/a/..%2F..%2Fpasswd", "passwd"],
  ["no hidden name", null, "/.bashrc", "bashrc"],
  ["no control characters", null, "/a%00b%0Ac%E2%80%AE.mp4", "abc.mp4"],
  ["nothing where there is nothing", null, "/", null],
  ["nothing where the path cannot be decoded", null, "/%ff%fe", null],
])("takes %s", (_what, header, path, expected) => {
  expect(suggestedFileName(header, new URL(path, "https://example.com"))).toBe(expected);
});

test("keeps the end of what is too long, within 255 bytes", () => {
  const name = suggestedFileName(null, new URL(`https://example.com/${"語🎬".repeat(200)}.mp4`)) ?? "";
  expect(name).toMatch(/語🎬\.mp4$/);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(name.isWellFormed()).toBe(true);
});
