import { createRandom } from "@proxx/testing";
import { startFakeVoicevox } from "@proxx/testing/fake-providers";
import { readWav } from "@proxx/media";
import { expect, onTestFinished, test } from "vitest";
import { moraTimes } from "./mora-times.ts";
import { createVoicevoxClient } from "./voicevox-client.ts";

const { signal } = new AbortController();
const FRAME = 256;

test("is when the engine says each mora, to the sample, at any speed and with any pauses", async () => {
  const engine = await startFakeVoicevox();
  onTestFinished(() => engine.close());
  const client = createVoicevoxClient({ baseUrl: engine.url, fetch });
  const random = createRandom(5);
  for (let round = 0; round < 40; round++) {
    const query = await client.query("きょうは、いい、てんきですか？はい、そうです。", 3, signal);
    query.speedScale = 0.5 + random() * 1.5;
    query.prePhonemeLength = random() / 3;
    query.pauseLengthScale = random() * 2;
    if (round % 2 === 1) query.pauseLength = random();
    const { samples = new Float32Array() } = readWav(await client.synthesize(query, 3, signal)) ?? {};
    const { moras, seconds } = moraTimes(query);
    expect(Math.round(seconds * 24_000)).toBe(samples.length);
    expect(moras.map(({ text }) => text).join("")).toBe("キョウハ、イイ、テンキデスカハイ、ソウデス");
    for (const { start, end, isPause } of moras) {
      const [from, to] = [Math.round(start * 24_000), Math.round(end * 24_000)];
      const heard = samples.subarray(isPause ? from : Math.max(from, to - FRAME), to).some((sample) => sample !== 0);
      if (to > from) expect(heard).toBe(!isPause);
    }
  }
});

test("halves of a frame go to the even one, as in the engine", () => {
  const lengths = [0.5, 1.5, 2.5, 3.5].map((frames) => {
    const mora = { text: "ア", vowel: "a", vowel_length: frames / 93.75, pitch: 5 };
    const query = {
      accent_phrases: [{ moras: [mora] }],
      speedScale: 1,
      pitchScale: 0,
      prePhonemeLength: 0,
      postPhonemeLength: 0,
      outputSamplingRate: 24_000,
    };
    return Math.round(moraTimes(query).seconds * 93.75);
  });
  expect(lengths).toEqual([0, 2, 2, 4]);
});
