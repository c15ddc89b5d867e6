import { expect, test } from "vitest";
import { readWav } from "./read-wav.ts";
import { wavFile } from "./wav-file.ts";

test("reads what wavFile writes", () => {
  const { samples, sampleRate } = readWav(wavFile(new Int16Array([0, 16_384, -32_768]), 24_000)) ?? {};
  expect(sampleRate).toBe(24_000);
  expect(samples).toEqual(new Float32Array([0, 0.5, -1]));
});

test("makes one channel of several, of samples of every width, behind chunks it does not know", () => {
  const file = (code: number, bits: number, data: Buffer) => {
    const head = Buffer.alloc(12 + 10 + 24);
    head.write("RIFF\0\0\0\0WAVE", "latin1");
    head.write("note", 12, "latin1");
    head.writeUInt32LE(1, 16);
    head.write("fmt ", 22, "latin1");
    head.writeUInt32LE(16, 26);
    head.writeUInt16LE(code, 30);
    head.writeUInt16LE(2, 32);
    head.writeUInt32LE(8000, 34);
    head.writeUInt16LE(bits, 44);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(data.length);
    return Buffer.concat([head, Buffer.from("data"), size, data]);
  };
  const wide = Buffer.from([0, 0, 0x40, 0, 0, 0]);
  expect(readWav(file(1, 24, wide))?.samples).toEqual(new Float32Array([0.25]));
  expect(readWav(file(1, 24, Buffer.from([0, 0, 0x80, 0, 0, 0x80])))?.samples).toEqual(new Float32Array([-1]));
  const floats = Buffer.alloc(8);
  floats.writeFloatLE(0.5, 0);
  expect(readWav(file(3, 32, floats))?.samples).toEqual(new Float32Array([0.25]));
});

test("takes what is there where the length was not known, and refuses what is cut off", () => {
  const file = wavFile(new Int16Array([1, 2, 3]), 24_000);
  expect(() => readWav(file.subarray(0, 46))).toThrow("2 of its 6 bytes");
  file.writeUInt32LE(0xffff_ffff, 40);
  expect(readWav(file.subarray(0, 46))?.samples.length).toBe(1);
});

test.each(["", "RIFF", "<html>Please sign in</html>", "RIFF....WAVEfmt "])("%j is no WAV file", (text) => {
  expect(readWav(Buffer.from(text))).toBeNull();
});
