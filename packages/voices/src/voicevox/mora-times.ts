import type { AudioQuery, Mora } from "./audio-query.ts";

interface MoraTime {
  /** Katakana; of a pause it is `、`. */
  text: string;
  isPause: boolean;
  /** In seconds. */
  start: number;
  end: number;
}

export interface MoraTimes {
  moras: MoraTime[];
  /** All of the sound, with the silence at both ends. */
  seconds: number;
}

/** The engine counts in frames of 256 samples at 24 000 Hz, whatever rate it gives the sound out at. */
const FRAME_SECONDS = 256 / 24_000;
/** What it adds at the end of a question. */
const UPSPEAK_SECONDS = 0.15;

/**
 * When the engine will say each mora of a query. The same sums in the same order as the engine's own, to the frame: pauses
 * are set and scaled, everything is divided by the speed, and every consonant and vowel is rounded for itself.
 */
export function moraTimes(query: AudioQuery): MoraTimes {
  let frames = framesOf(query.prePhonemeLength / query.speedScale);
  const moras = query.accent_phrases.flatMap(spokenMoras).map((mora): MoraTime => {
    const start = frames * FRAME_SECONDS;
    const consonant = (mora.consonant_length ?? 0) / query.speedScale;
    frames += framesOf(consonant) + framesOf(vowelSeconds(mora, query) / query.speedScale);
    return { text: mora.text, isPause: mora.vowel === "pau", start, end: frames * FRAME_SECONDS };
  });
  frames += framesOf(query.postPhonemeLength / query.speedScale);
  return { moras, seconds: frames * FRAME_SECONDS };
}

function spokenMoras({
  moras,
  pause_mora: pause,
  is_interrogative: asks,
}: AudioQuery["accent_phrases"][number]): Mora[] {
  const last = moras.at(-1);
  const raised =
    asks === true && last !== undefined && last.pitch > 0
      ? [{ text: "", vowel: last.vowel, vowel_length: UPSPEAK_SECONDS, pitch: last.pitch }]
      : [];
  return [...moras, ...raised, ...(pause === null || pause === undefined ? [] : [pause])];
}

function vowelSeconds(mora: Mora, { pauseLength, pauseLengthScale = 1 }: AudioQuery): number {
  return mora.vowel === "pau" ? (pauseLength ?? mora.vowel_length) * pauseLengthScale : mora.vowel_length;
}

/** Halves are rounded to the even number, as Python does. */
function framesOf(seconds: number): number {
  const frames = seconds * 93.75;
  const whole = Math.floor(frames);
  const rest = frames - whole;
  if (rest !== 0.5) return Math.round(frames);
  return whole % 2 === 0 ? whole : whole + 1;
}
