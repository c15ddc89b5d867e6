import { useSignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import { useEffect } from "preact/hooks";
import { onNews } from "../live/news.ts";
import { client } from "../live/server.ts";
import { useLoaded } from "../parts/load.ts";
import { RelativeTime } from "../parts/relative-time.tsx";
import { ActionButton } from "../shell/action-button.tsx";
import { hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { mergeScripts } from "./script/movie-script.ts";
import { readScript, type MadeMovie } from "./read-movie.ts";

interface OtherTakesProps {
  movie: MadeMovie;
  mine: ScriptDocument;
  isChanged: boolean;
  /** Those that were begun here. */
  own: readonly string[];
  onMerge: (script: ScriptDocument) => void;
}

/** Somebody else has rendered this movie anew: whoever changes it is told, and may have both. */
export function OtherTakes({ movie, mine, isChanged, own, onMerge }: OtherTakesProps) {
  const { desk } = words.value;
  const kept = useSignal<readonly string[]>([]);
  const said = useSignal<string | null>(null);
  const takes = useLoaded(
    (signal) => client.executions.list({ baseExecutionId: movie.id, limit: 20, signal }),
    movie.id,
  );
  useEffect(
    () =>
      onNews((news) => {
        if (news.type === "reset" || news.execution.baseExecutionId === movie.id) takes.look();
      }),
    [takes],
  );
  const known = new Set([...own, ...kept.value]);
  const others = (takes.value.value?.data ?? []).filter(({ id }) => !known.has(id));
  const take =
    others.find(({ status }) => status === "completed") ?? others.find(({ completedAt }) => completedAt === null);
  if (take === undefined) return said.value === null ? null : <p class="small soft">{said.value}</p>;
  const { id, createdAt, completedAt } = take;
  const keep = () => (kept.value = [...kept.value, id]);
  const takeIn = async () => {
    const theirs = await readScript(await client.executions.get(id));
    if (theirs === null) return;
    const { script, conflicts } = mergeScripts(movie.script, mine, theirs);
    onMerge(script);
    said.value = desk.takenIn(conflicts);
    keep();
  };
  return (
    <div class="alert mild" role="status">
      <h2>{completedAt === null ? desk.newerRuns : desk.newer}</h2>
      <p class="small">
        <RelativeTime time={createdAt} />. {desk.newerHint}
      </p>
      <div class="actions">
        <a class="button" href={hrefOf(["movies", id])}>
          {desk.showTake}
        </a>
        {completedAt !== null && isChanged && (
          <ActionButton word={desk.takeIn} icon="merge" look="plain" does={takeIn} />
        )}
        <button type="button" class="button quiet" onClick={keep}>
          {desk.keep}
        </button>
      </div>
    </div>
  );
}
