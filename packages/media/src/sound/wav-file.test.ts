import { expect, test } from "vitest";
import { wavFile } from "./wav-file.ts";

test("is a header of 44 bytes as players read it, and the samples behind it", () => {
  const samples = new Int16Array([9, 1, -2, 300]).subarray(1);
  const file = wavFile(samples, 22_050);
  expect(file.toString("hex").match(/../g)?.join(" ")).toBe(
    [
      // RIFF, what follows, WAVE
      "52 49 46 46 2a 00 00 00 57 41 56 45",
      // "fmt ", 16 bytes: PCM, one channel, 22,050 Hz, 44,100 bytes a second, 2 bytes a frame, 16 bits
      "66 6d 74 20 10 00 00 00 01 00 01 00 22 56 00 00 44 ac 00 00 02 00 10 00",
      // data, 6 bytes: 1, -2, 300
      "64 61 74 61 06 00 00 00 01 00 fe ff 2c 01",
    ].join(" "),
  );
});
