import { RequestRefused } from "@proxx/sdk/client";
import type { ComponentChildren } from "preact";
import { words } from "../words/words.ts";
import { EmptyState } from "./empty-state.tsx";
import { FailureNote } from "./failure-note.tsx";
import type { IconName } from "./icon.tsx";
import { useLookedAgain, type Loaded } from "./load.ts";

interface OperatorPageProps<Value> {
  title: string;
  icon: IconName;
  loaded: Loaded<Value>;
  /** How often it is asked for again. */
  everyMs: number;
  children: (value: Value) => ComponentChildren;
}

/** What is the operator's to see, kept up to date; to others it says whose it is. */
export function OperatorPage<Value>({ title, icon, loaded, everyMs, children }: OperatorPageProps<Value>) {
  const { system, shell } = words.value;
  const error = loaded.error.value;
  const value = loaded.value.value;
  const isForeign = error instanceof RequestRefused && error.status === 403;
  useLookedAgain(loaded, isForeign ? null : everyMs);
  return (
    <>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      {isForeign && <EmptyState icon={icon} title={system.operatorOnly} hint={system.operatorOnlyHint} />}
      {error !== null && !isForeign && <FailureNote error={error} onRetry={loaded.look} />}
      {value === undefined && error === null && <p class="soft">{shell.loading}</p>}
      {value !== undefined && children(value)}
    </>
  );
}
