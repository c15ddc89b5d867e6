import type { Page } from "@proxx/contract";
import type { ComponentChildren } from "preact";
import { words } from "../words/words.ts";
import { FailureNote } from "./failure-note.tsx";
import type { Loaded } from "./load.ts";
import { Paging } from "./paging.tsx";

interface ListedProps<Item> {
  loaded: Loaded<Page<Item>>;
  /** In place of what is not there. */
  empty: ComponentChildren;
  children: (items: readonly Item[]) => ComponentChildren;
}

/** A page of a list, or why there is none. */
export function Listed<Item>({ loaded, empty, children }: ListedProps<Item>) {
  const error = loaded.error.value;
  const page = loaded.value.value;
  return (
    <>
      {error !== null && <FailureNote error={error} onRetry={loaded.look} />}
      {page === undefined && error === null && <p class="soft">{words.value.shell.loading}</p>}
      {page !== undefined && (page.data.length === 0 ? empty : children(page.data))}
      {page !== undefined && <Paging next={page.nextCursor} />}
    </>
  );
}
