import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createEspeakThreads, type EspeakThreads } from "./espeak-threads.ts";
import { utter } from "./utter.ts";

const { signal } = new AbortController();
const threads = createEspeakThreads({ mostIdle: 1 });

test("tells where in the text each word begins, also behind characters of two units", async () => {
  const text = "🙂 Hello world";
  const { events, samples, sampleRate } = await utter({ text, language: "en", speed: 1, signal, threads });
  const places = events.map(({ at }) => at);
  expect(places).toContain(text.indexOf("Hello"));
  expect(places).toContain(text.indexOf("world"));
  for (const { seconds } of events) expect(seconds).toBeLessThan(samples.length / sampleRate);
});

test("speaks an octave higher when told to", async () => {
  const say = async (pitch: number) => {
    const { samples, sampleRate } = await utter({
      text: "aaaaaaah",
      language: "en",
      speed: 0.5,
      pitch,
      signal,
      threads,
    });
    return period(samples) / sampleRate;
  };
  const [own, higher, lower] = [await say(0), await say(12), await say(-12)];
  expect(own / higher).toBeGreaterThan(1.6);
  expect(lower / own).toBeGreaterThan(1.6);
});

test("has the voice of every language tag that it lists, in Britain as well as in America", async () => {
  const say = async (language: string, voice?: string) =>
    (await utter({ text: "ask the dance class", language, voice, speed: 1, signal, threads })).samples;
  const [american, british, named] = [await say("en-US"), await say("en-GB"), await say("en", "en-gb")];
  expect(british).toEqual(named);
  expect(british).not.toEqual(american);
});

/** By how many samples a voice has to be moved to be like itself again, in the middle of what it says. */
function period(samples: Int16Array): number {
  const from = Math.floor(samples.length / 3);
  const likeness = (lag: number) => {
    let sum = 0;
    for (let at = from; at < from + 2000; at++) sum += (samples[at] ?? 0) * (samples[at + lag] ?? 0);
    return sum;
  };
  const lags = Array.from({ length: 700 }, (_, index) => index + 60);
  const best = Math.max(...lags.map(likeness));
  return lags.find((lag) => likeness(lag) > best * 0.85) ?? 0;
}

test("speaks in a thread that has spoken before as in a new one, whatever it said", async () => {
  const texts = [
    {
      text: "The moon attracts the whole earth, but not every part of it equally: one side is nearer.",
      language: "en",
    },
    { text: "Zwei, drei; vier. Am 3. März um 12:45 waren es 1.234.", language: "de" },
    { text: "ツキ、ガ、ウミ、ヲ、ヒク。", language: "ja" },
    { text: "Hello.", language: "en-GB" },
    { text: "A text that is long, and longer than any buffer. ".repeat(4), language: "en" },
  ];
  const say = async (text: (typeof texts)[number], kept?: EspeakThreads) => {
    const { samples, events } = await utter({ ...text, speed: 1, signal, threads: kept });
    return { samples: createHash("sha256").update(samples).digest("hex"), events };
  };
  const fresh = new Map(await Promise.all(texts.map(async (text) => [text, await say(text)] as const)));
  for (const text of [...texts, ...texts.toReversed()]) expect(await say(text, threads)).toEqual(fresh.get(text));
});

test("is stopped within a text, and speaks the next one", async () => {
  const threads = createEspeakThreads({ mostIdle: 1 });
  const stop = new AbortController();
  const said = utter({
    text: "And so on, and on. ".repeat(400),
    language: "en",
    speed: 1,
    signal: stop.signal,
    threads,
  });
  setImmediate(() => stop.abort());
  await expect(said).rejects.toMatchObject({ code: "aborted" });
  expect((await utter({ text: "On.", language: "en", speed: 1, signal, threads })).samples.length).toBeGreaterThan(
    1000,
  );
});

test("gives no text to a thread that is about to end because nobody asked it for long", async () => {
  const threads = createEspeakThreads({ mostIdle: 1, idleMs: 1 });
  for (let round = 0; round < 8; round++) {
    const { samples } = await utter({ text: "Ebb.", language: "en", speed: 1, threads, signal });
    expect(samples.length).toBeGreaterThan(0);
    await sleep(round % 4);
  }
});
