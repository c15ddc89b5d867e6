import type { WatchFolder, WatchedSpec, WatchState } from "@proxx/contract";
import { client } from "../live/server.ts";
import { ClipCard } from "../job-specs/clip-card.tsx";
import { CodeBlock } from "../parts/code-block.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { useLoaded } from "../parts/load.ts";
import { OperatorPage } from "../parts/operator-page.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { StateMark, type State } from "../parts/state-mark.tsx";
import { changeQuery, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { FramePair } from "./frame-pair.tsx";

const LOOK_AGAIN_MS = 2000;
const STATES: readonly { state: WatchState; mark: State }[] = [
  { state: "pending", mark: "pending" },
  { state: "running", mark: "processing" },
  { state: "completed", mark: "completed" },
  { state: "failed", mark: "failed" },
];

/** Watch folders, as they lie there. */
export function WatchPage() {
  const { pages } = words.value;
  const loaded = useLoaded((signal) => client.system.watchFolders({ signal }), "watch");
  return (
    <OperatorPage title={pages.watch} icon="folder" loaded={loaded} everyMs={LOOK_AGAIN_MS}>
      {({ folders }) =>
        folders.length === 0 ? (
          <NoFolder />
        ) : (
          folders.map((folder, index) => <Folder key={folder.path} folder={folder} index={index} />)
        )
      }
    </OperatorPage>
  );
}

function NoFolder() {
  const { watch } = words.value;
  return (
    <div class="card">
      <EmptyState icon="folder" title={watch.empty} hint={watch.emptyHint}>
        <CodeBlock title="Terminal" text="proxx serve --watch /media/watch" />
      </EmptyState>
    </div>
  );
}

function Folder({ folder, index }: { folder: WatchFolder; index: number }) {
  const { watch } = words.value;
  const { spec, state } = place.value.query;
  const chosenState = STATES.find((one) => one.state === state)?.state;
  const chosen = chosenState === undefined ? undefined : folder[chosenState].specs.find(({ name }) => name === spec);
  return (
    <section class="section">
      <h2 class="mono">{folder.path}</h2>
      <p class="soft small">{watch.readOnly}</p>
      <div class="folders">
        {STATES.map(({ state: one, mark }) => (
          <section key={one} class="card detail">
            <h3 class="run-title">
              <StateMark state={mark} pill />
              <span class="numbers soft">{folder[one].count}</span>
            </h3>
            <Specs specs={folder[one].specs} state={one} chosen={chosen} />
          </section>
        ))}
      </div>
      {chosen?.result?.clips.map((clip, number) => (
        <ClipCard key={clip.source_path} clip={clip}>
          {clip.output_path !== null && chosenState !== undefined && (
            <FramePair folder={index} state={chosenState} name={chosen.name} clip={number} />
          )}
        </ClipCard>
      ))}
    </section>
  );
}

interface SpecsProps {
  specs: readonly WatchedSpec[];
  state: WatchState;
  chosen: WatchedSpec | undefined;
}

function Specs({ specs, state, chosen }: SpecsProps) {
  const { watch } = words.value;
  if (specs.length === 0) return <p class="soft">{watch.nothing}</p>;
  return (
    <ul class="stack">
      {specs.map((spec) => (
        <li key={spec.name}>
          <button
            type="button"
            class="chip"
            aria-pressed={spec === chosen}
            onClick={() => changeQuery(spec === chosen ? { spec: null, state: null } : { spec: spec.name, state })}
          >
            {spec.name}
          </button>{" "}
          <span class="soft small">
            <RelativeTime time={spec.changedAt} />
            {spec.result !== null && ` · ${spec.result.successful_clips} / ${spec.result.total_clips}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
