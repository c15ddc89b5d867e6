import type { Slide, SlideLayout, SlideOf } from "@proxx/contract";
import type { Scene } from "../scene/scene.ts";
import type { Stage } from "../scene/stage.ts";

/** How slides of one layout are laid out. */
export interface Layout<Name extends SlideLayout> {
  /** The slide at the largest sizes in which all of it fits, or null where it does not fit at the smallest. */
  draw(slide: SlideOf<Name>, stage: Stage): Promise<Scene | null>;
  /** The same on several slides, or null where it cannot be parted. */
  split?(slide: SlideOf<Name>, stage: Stage): Slide[] | null;
}

/** The first of several ways that does, from the best to the least. */
export async function firstThatFits<Way, Result>(
  ways: readonly Way[],
  attempt: (way: Way) => Promise<Result | null>,
): Promise<Result | null> {
  for (const way of ways) {
    const result = await attempt(way);
    if (result !== null) return result;
  }
  return null;
}

/** As few parts as are needed so that none has more than `most`, all of about one size. */
export function evenParts<Item>(items: readonly Item[], most: number): Item[][] {
  const count = Math.max(1, Math.ceil(items.length / most));
  const parts: Item[][] = [];
  for (let index = 0, from = 0; index < count; index++) {
    const to = from + Math.ceil((items.length - from) / (count - index));
    parts.push(items.slice(from, to));
    from = to;
  }
  return parts;
}
