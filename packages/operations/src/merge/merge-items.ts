import type { Degradation } from "@proxx/contract";
import { toNumber, type Rational } from "@proxx/media";
import {
  inSamples,
  placeSound,
  layUnder,
  joinCaptions,
  framesIn,
  samplesOfFrames,
  secondsOfFrames,
  type Composition,
  type Picture,
  type Sound,
  fitPicture,
  overBackground,
  shapeSound,
  timedPicture,
  joinTranscripts,
} from "@proxx/composition";
import { joinPictures } from "./join-pictures.ts";
import { joinSounds } from "./join-sounds.ts";
import type { SoundItem, Clip, MergeItem } from "./open-items.ts";
import { planTransitions, type Timeline, type Transition } from "./plan-transitions.ts";

export interface MergeSettings {
  width: number;
  height: number;
  rate: Rational;
  fit: "pad" | "crop" | "blur";
  /** `#rrggbbaa`. */
  background: string;
  transition: NonNullable<MergeItem["transition"]>;
  /** Seconds, where a transition does not say. */
  transitionDuration: number;
}

export interface Merged {
  film: Composition;
  degradations: Omit<Degradation, "jobId">[];
}

/** Clips one after the other, sounds under them. Pure: nothing is read, nothing is written. */
export function mergeItems(
  clips: readonly [Clip, ...Clip[]],
  sounds: readonly SoundItem[],
  settings: MergeSettings,
): Merged {
  const { rate } = settings;
  const [first, ...others] = clips;
  const pictures = [evenedOut(first, settings), ...others.map((clip) => evenedOut(clip, settings))] as const;
  const lengths = pictures.map(({ frames }) => frames);
  const wanted = others.map((_, index) => wantedTransition(clips[index] ?? first, settings));
  const timeline = planTransitions(lengths, wanted);

  const picture = joinPictures(pictures, timeline);
  const own = joinSounds(clips.map(ownSound), pictures, timeline);
  const { laid, unheard } = placeSounds(sounds, samplesOfFrames(timeline.frames, rate));
  const parts = clips.map(({ film }, index) => ({ ...film, at: secondsOfFrames(timeline.starts[index] ?? 0, rate) }));
  const words = [...parts, ...sounds.map(({ film, item }) => ({ ...film, at: item.offset ?? 0 }))];
  return {
    film: {
      ...joinCaptions(parts.map(({ at, ...captions }) => ({ captions, at }))),
      picture,
      sound: layUnder(own, laid),
      transcript: joinTranscripts(words),
    },
    degradations: [...shortened(clips, wanted, timeline, rate), ...unheard],
  };
}

const STILL_SECONDS = 3;

/** A clip's picture in the size, the pace and the form of the whole. */
function evenedOut({ film, item }: Clip, settings: MergeSettings): Picture {
  const { rate, fit, background } = settings;
  const { picture } = film;
  const seconds = picture.still ? (item.duration ?? STILL_SECONDS) : secondsOfFrames(picture.frames, picture.rate);
  const inTime = (shown: Picture) => timedPicture(shown, { rate, frames: framesIn(seconds, rate) });
  const inForm = (shown: Picture) =>
    fitPicture(overBackground(shown, background), { ...settings, mode: fit, background });
  // As few frames as can be are scaled.
  const fewerFrames = !picture.still && toNumber(rate) < toNumber(picture.rate);
  return inTime(fewerFrames ? inForm(inTime(picture)) : inForm(picture));
}

function wantedTransition({ item }: Clip, settings: MergeSettings): Transition {
  const { type, duration = settings.transitionDuration } = item.transition ?? settings.transition;
  return { type, frames: type === "cut" ? 0 : framesIn(duration, settings.rate) };
}

function ownSound({ film, item }: Clip): Sound | null {
  if (film.sound === null || film.picture.still) return null;
  const { volume, fadeIn = 0, fadeOut = 0 } = item;
  return shapeSound(film.sound, { volume, fadeIn: inSamples(fadeIn), fadeOut: inSamples(fadeOut) });
}

function placeSounds(
  sounds: readonly SoundItem[],
  samples: number,
): { laid: Sound[]; unheard: Merged["degradations"] } {
  const [laid, unheard]: [Sound[], Merged["degradations"]] = [[], []];
  for (const { number, item, film } of sounds) {
    const placed = film.sound === null ? null : placeSound(film.sound, samples, item);
    if (placed !== null) {
      laid.push(placed);
      continue;
    }
    unheard.push({
      code: "sound_shortened",
      message: `The sound of item ${number} is not heard: it is to begin at ${item.offset ?? 0} s, when the film has ended.`,
      hint: "Give a smaller `offset`.",
    });
  }
  return { laid, unheard };
}

function shortened(
  clips: readonly Clip[],
  wanted: readonly Transition[],
  { transitions }: Timeline,
  rate: Rational,
): Merged["degradations"] {
  return wanted.flatMap(({ type, frames }, index) => {
    const fitting = transitions[index]?.frames ?? 0;
    if (fitting === frames) return [];
    const seconds = (count: number) => `${secondsOfFrames(count, rate).toFixed(2)} s`;
    const became = fitting === 0 ? "is a cut" : `takes ${seconds(fitting)}`;
    const [before, after] = [clips[index]?.number, clips[index + 1]?.number];
    return {
      code: "transition_shortened" as const,
      message: `The ${type} from item ${before} to item ${after} ${became} instead of ${seconds(frames)}.`,
      hint: "Two transitions cannot overlap in a clip: give longer clips or a shorter `transitionDuration`.",
    };
  });
}
