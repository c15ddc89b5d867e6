import type { Persona } from "@proxx/contract";
import { toNumber } from "@proxx/media";
import type { MovieTimes } from "../../timeline/movie-times.ts";
import { MOUTH_RATE } from "../../audio/speech/finish-speech.ts";

export type Side = "left" | "right";

/** A face in one look, from one frame to another. */
export interface AvatarMoment {
  readonly persona: Persona;
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  readonly isSpeaking: boolean;
  /** From 0, closed, to 3. */
  readonly mouth: number;
  readonly eyesOpen: boolean;
  /** How far it is from its place, from -2, above it, to 2. */
  readonly sway: number;
}

/** A mouth that moves more often looks no better, and each look is a frame of its own. */
const LOOKS_A_SECOND = 10;
const BLINK_EVERY_SECONDS = 3.7;
/** After so long in each line: it is the same wherever in the movie it is said. */
const FIRST_BLINK_SECONDS = 1.3;
/** From one time that it is highest to the next. */
const SWAY_SECONDS = 3.2;
/** How long before the end of a line it begins to come to rest. */
const CALMING_SECONDS = 0.6;

/**
 * Who is seen where when; a face speaks from where its subtitle begins. Each persona has a side for the whole movie; on each is seen who spoke there last, or will first.
 * The mouth follows how loud the voice is, and nobody opens it who does not speak.
 */
export function avatarMoments(
  times: MovieTimes,
  personas: readonly Persona[],
  mouths: ReadonlyMap<string, readonly number[]>,
): AvatarMoment[] {
  const lines = times.sections.flatMap((section) => section.lines);
  const speaking = personas.filter(({ id }) => lines.some(({ narration }) => narration.persona_id === id));
  const sides = new Map(
    speaking.map((persona, index) => [persona.id, persona.side ?? (index % 2 === 0 ? "left" : "right")]),
  );
  return (["left", "right"] as const).flatMap((side) => {
    const own = speaking.filter(({ id }) => sides.get(id) === side);
    const turns = lines.flatMap(({ narration, begins, from: heard, to }) => {
      const persona = own.find(({ id }) => id === narration.persona_id);
      return persona === undefined ? [] : [{ persona, from: begins, heard, to, mouth: mouths.get(narration.id) ?? [] }];
    });
    return turns.flatMap(({ persona, from, heard, to, mouth }, index) => {
      const silentFrom = index === 0 ? 0 : (turns[index - 1]?.to ?? 0);
      const before = turns[index - 1]?.persona ?? persona;
      const rest = { side, isSpeaking: false, mouth: 0, eyesOpen: true, sway: 0 };
      const silence = silentFrom < from ? [{ ...rest, persona: before, from: silentFrom, to: from }] : [];
      const last =
        index === turns.length - 1 && to < times.frames ? [{ ...rest, persona, from: to, to: times.frames }] : [];
      return [
        ...silence,
        ...spokenMoments({ persona, side, from, heard, to, mouth, rate: toNumber(times.frameRate) }),
        ...last,
      ];
    });
  });
}

interface Turn {
  readonly persona: Persona;
  readonly side: Side;
  readonly from: number;
  /** The frame with which its sound begins. */
  readonly heard: number;
  readonly to: number;
  readonly mouth: readonly number[];
  readonly rate: number;
}

function spokenMoments({ persona, side, from, heard, to, mouth, rate }: Turn): AvatarMoment[] {
  const step = Math.max(1, Math.round(rate / LOOKS_A_SECOND));
  const moments: AvatarMoment[] = [];
  for (let frame = from; frame < to; frame += step) {
    const loudness = mouth.slice(
      Math.floor(((frame - heard) / rate) * MOUTH_RATE),
      Math.ceil(((frame - heard + step) / rate) * MOUTH_RATE),
    );
    const look = {
      mouth: openness(Math.max(0, ...loudness)),
      eyesOpen: !isBlink((frame - heard) / rate, step / rate),
      sway: swayAt((frame - from) / rate, (to - frame) / rate),
    };
    const last = moments.at(-1);
    const until = Math.min(to, frame + step);
    const isSame = last?.mouth === look.mouth && last.eyesOpen === look.eyesOpen && last.sway === look.sway;
    if (last !== undefined && isSame) {
      moments[moments.length - 1] = { ...last, to: until };
    } else moments.push({ persona, side, from: frame, to: until, isSpeaking: true, ...look });
  }
  return moments;
}

function isBlink(seconds: number, step: number): boolean {
  const since = seconds - FIRST_BLINK_SECONDS;
  return since > -1e-6 && (since + 1e-6) % BLINK_EVERY_SECONDS < step;
}

/** It begins and ends at its place, and goes by steps: each is a frame of its own, where the mouth has not changed anyway. */
function swayAt(seconds: number, secondsLeft: number): number {
  const calm = Math.min(1, secondsLeft / CALMING_SECONDS);
  return Math.round(-2 * calm * Math.sin((2 * Math.PI * seconds) / SWAY_SECONDS)) + 0;
}

function openness(loudness: number): number {
  return [0.12, 0.35, 0.65].filter((limit) => loudness >= limit).length;
}
