import type { FakeMora, FakeQuery } from "./fake-query.ts";

const RATE = 24_000;
const FRAME_SAMPLES = 256;
const FRAMES_PER_SECOND = 93.75;

/**
 * The sound of a query, as long to the sample as the engine makes it. Each vowel is a tone, so that a test hears where it
 * begins; consonants are silent, as pauses are.
 */
export function fakeSynthesis(query: FakeQuery, { upspeak, hertz }: { upspeak: boolean; hertz: number }): Int16Array {
  const stretches: { frames: number; isHeard: boolean }[] = [];
  const say = (seconds: number, isHeard: boolean) =>
    stretches.push({ frames: toEven((seconds / query.speedScale) * FRAMES_PER_SECOND), isHeard });
  say(query.prePhonemeLength, false);
  for (const phrase of query.accent_phrases) {
    for (const mora of withQuestion(phrase.moras, upspeak && phrase.is_interrogative)) {
      if (mora.consonant_length !== null) say(mora.consonant_length, false);
      say(mora.vowel_length, mora.vowel !== "cl");
    }
    if (phrase.pause_mora !== null) {
      say((query.pauseLength ?? phrase.pause_mora.vowel_length) * query.pauseLengthScale, false);
    }
  }
  say(query.postPhonemeLength, false);
  const samples = new Int16Array(stretches.reduce((sum, { frames }) => sum + frames, 0) * FRAME_SAMPLES);
  let at = 0;
  for (const { frames, isHeard } of stretches) {
    const end = at + frames * FRAME_SAMPLES;
    for (; at < end; at++) {
      if (isHeard) samples[at] = Math.round(9000 * Math.cos((2 * Math.PI * hertz * 2 ** query.pitchScale * at) / RATE));
    }
  }
  return samples;
}

function withQuestion(moras: readonly FakeMora[], asks: boolean): FakeMora[] {
  const last = moras.at(-1);
  if (!asks || last === undefined || last.pitch <= 0) return [...moras];
  return [...moras, { ...last, consonant: null, consonant_length: null, vowel_length: 0.15 }];
}

/** As Python's `round`. */
function toEven(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}
