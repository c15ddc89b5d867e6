import type { VerificationRow } from "@proxx/contract";
import { toNumber, type MediaTools } from "@proxx/media";
import { drawFrame, type Timeline } from "@proxx/renderer";
import { readKeyPictures } from "./key-pictures.ts";
import type { SlideStay } from "./slide-stays.ts";
import { COLUMNS, contrastIn, differenceOf, madeSmall, ROWS } from "./small-picture.ts";

export interface SeenOptions {
  readonly timeline: Timeline;
  readonly stays: readonly SlideStay[];
  /** Frames that are key pictures, in order. */
  readonly keys: readonly number[];
  /** Whether a frame is of those that were made now: what was seen before is not looked at again. */
  readonly isFresh: (frame: number) => boolean;
  readonly tools: MediaTools;
  readonly signal: AbortSignal | undefined;
}

/** Below it a picture has nothing on it, and two pictures are the same. */
const NOTHING = 3;
/** Above it they are to have, or not to be. In between is left to the eye. */
const SOMETHING = 6;

/**
 * Whether something is seen of each slide, and another picture when the slide is another one. Judged by decoded key pictures
 * while slides stand. What seems wrong is compared with the frame as it was to be, so that a black photo is no fault.
 */
export async function checkSeen(path: string, options: SeenOptions): Promise<VerificationRow[]> {
  const { timeline, stays, keys, isFresh } = options;
  const standing = stays.map((stay) => ({ ...stay, keys: keys.filter((key) => key >= stay.from && key < stay.to) }));
  const fresh = standing.flatMap((stay) => stay.keys.filter(isFresh).map((key) => ({ key, title: stay.title })));
  const changes = standing.slice(1).flatMap((after, index) => {
    const before = standing[index];
    const [one, other] = [before?.keys.at(-1), after.keys[0]];
    if (before === undefined || one === undefined || other === undefined || before.look === after.look) return [];
    return isFresh(one) || isFresh(other) ? [{ one, other, title: after.title }] : [];
  });
  const wanted = new Set([...fresh.map(({ key }) => key), ...changes.flatMap(({ one, other }) => [one, other])]);
  const ordered = [...wanted].sort((one, other) => one - other);
  const pictures = await readKeyPictures(path, ordered, { ...options, frameRate: timeline.frameRate });
  const at = (frame: number) => `${(frame / toNumber(timeline.frameRate)).toFixed(1)} s`;
  const expected = async (frame: number) => madeSmall(await drawFrame(timeline, frame), timeline);

  const unseen: string[] = [];
  for (const { key, title } of fresh) {
    const picture = pictures.get(key);
    if (picture === undefined) unseen.push(`no picture at ${at(key)} (“${title}”)`);
    else if (contrastIn(picture) < NOTHING && contrastIn(await expected(key)) > SOMETHING) {
      unseen.push(`${Math.max(...picture) < 24 ? "black" : "nothing"} at ${at(key)} (“${title}”)`);
    }
  }
  const frozen: string[] = [];
  for (const { one, other, title } of changes) {
    const counts = slidePlaces(timeline, [one, other]);
    const [before, after] = [pictures.get(one), pictures.get(other)];
    if (before === undefined || after === undefined || differenceOf(before, after, counts) >= NOTHING) continue;
    const [wantedBefore, wantedAfter] = [await expected(one), await expected(other)];
    if (differenceOf(wantedBefore, wantedAfter, counts) <= SOMETHING) continue;
    frozen.push(`the same picture at ${at(one)} and ${at(other)} (“${title}”)`);
  }
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"} looked at`;
  return [
    row("not_black", "something is seen of every slide", unseen, count(fresh.length, "new key picture")),
    row("not_frozen", "the picture changes with the slide", frozen, count(changes.length, "new change")),
  ];
}

/** Places in which neither of these frames has anything over its slide: subtitles, faces, a progress line. */
function slidePlaces({ layers, width, height }: Timeline, frames: readonly number[]): (place: number) => boolean {
  const over = layers.filter(
    ({ picture, from, to }) => isOver(picture.id) && frames.some((frame) => frame >= from && frame < to),
  );
  return (place) => {
    const left = ((place % COLUMNS) * width) / COLUMNS;
    const top = (Math.floor(place / COLUMNS) * height) / ROWS;
    return !over.some(
      ({ picture, x, y }) =>
        x < left + width / COLUMNS && x + picture.width > left && y < top + height / ROWS && y + picture.height > top,
    );
  };
}

function isOver(id: string): boolean {
  return /^(?:caption|avatar|progress) /.test(id);
}

function row(check: string, expected: string, faults: readonly string[], kept: string): VerificationRow {
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : "";
  return { check, expected, found: first === undefined ? kept : `${first}${more}`, pass: first === undefined };
}
