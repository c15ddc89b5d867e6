import type { ComponentChildren } from "preact";
import { changeQuery, place } from "../shell/place.ts";
import { words } from "../words/words.ts";

interface PagingProps {
  /** The cursor of the page that comes next. */
  next: string | null;
  /** What leads there. @default "Older" */
  word?: string;
  children?: ComponentChildren;
}

/** The way through a list, whose cursor stands in the address. */
export function Paging({ next, word = words.value.list.older, children }: PagingProps) {
  const isFirst = place.value.query["cursor"] === undefined;
  if (isFirst && next === null) return null;
  return (
    <div class="paging">
      {!isFirst && (
        <button type="button" class="button" onClick={() => changeQuery({ cursor: null })}>
          {words.value.list.newer}
        </button>
      )}
      {next !== null && (
        <button type="button" class="button" onClick={() => changeQuery({ cursor: next })}>
          {word}
        </button>
      )}
      {children}
    </div>
  );
}
