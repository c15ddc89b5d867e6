import { ProxxError, type Input } from "@proxx/contract";
import type { TransitionName } from "../parameters/transitions.ts";
import type { MediaTools } from "@proxx/media";
import { type SoundPlacement, type Composition, type Picture, cutComposition, openInput } from "@proxx/composition";

/** An entry of a merge's `items`. Times in seconds. */
export interface MergeItem extends SoundPlacement {
  media: Input;
  start?: number | undefined;
  duration?: number | undefined;
  transition?: { type: TransitionName; duration?: number | undefined } | undefined;
}

export interface Clip {
  /** Counted from 1, as people count. */
  number: number;
  item: MergeItem;
  film: Composition & { picture: Picture };
}

/** A sound to be laid under the whole. */
export interface SoundItem {
  number: number;
  item: MergeItem;
  film: Composition;
}

const AT_ONCE = 4;

/** What the items are, each cut to the part that is asked for. */
export async function openItems(
  items: readonly MergeItem[],
  options: { tools: MediaTools; signal: AbortSignal },
): Promise<{ clips: Clip[]; sounds: SoundItem[] }> {
  const films: Composition[] = [];
  for (let index = 0; index < items.length; index += AT_ONCE) {
    const few = items.slice(index, index + AT_ONCE);
    films.push(
      ...(await Promise.all(few.map(({ media, start }) => openInput(media, { ...options, startSeconds: start })))),
    );
  }
  const [clips, sounds]: [Clip[], SoundItem[]] = [[], []];
  for (const [index, item] of items.entries()) {
    const opened = films[index];
    if (opened === undefined) continue;
    const film = cutComposition(opened, { duration: item.duration });
    const { picture } = film;
    const number = index + 1;
    checkKind(item, number, picture === null);
    if (picture === null) sounds.push({ number, item, film });
    else clips.push({ number, item, film: { ...film, picture } });
  }
  return { clips, sounds };
}

// Nothing that somebody wrote is passed over: what makes no sense for an item is said to make none.
function checkKind({ offset = 0, loop = false, transition }: MergeItem, number: number, isSound: boolean): void {
  if (isSound && transition !== undefined) {
    throw new ProxxError(
      "input_unusable",
      `Item ${number} is sound alone, and \`transition\` is for clips and pictures.`,
      {
        hint: "Use `fadeIn` and `fadeOut`.",
      },
    );
  }
  if (!isSound && (offset > 0 || loop)) {
    throw new ProxxError(
      "input_unusable",
      `Item ${number} is a clip or a picture, and \`offset\` and \`loop\` are for sound.`,
      {
        hint: "Clips follow one another; leave these out.",
      },
    );
  }
}
