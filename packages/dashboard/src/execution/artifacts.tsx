import { EmptyState } from "../parts/empty-state.tsx";
import { words } from "../words/words.ts";
import { ArtifactFigure } from "./artifact-figure.tsx";
import type { ExecutionState } from "./execution-state.ts";

/** Every file that was made, the result before the others. */
export function Artifacts({ state }: { state: ExecutionState }) {
  const { run } = words.value;
  const result = state.head.value?.result ?? null;
  const made = state.jobIds.value.flatMap((id) => {
    const { outputs } = state.jobOf(id).value;
    return outputs.map((artifact) => ({ id, artifact, outputs }));
  });
  const others = made.filter(({ artifact }) => artifact.sha256 !== result?.sha256);
  const beside = made.find(({ artifact }) => artifact.sha256 === result?.sha256)?.outputs ?? [];
  if (made.length === 0 && result === null) {
    return <EmptyState icon="folder" title={run.noArtifacts} hint={run.noArtifactsHint} />;
  }
  return (
    <div class="files">
      {result !== null && <ArtifactFigure artifact={result} beside={beside} name={run.result} isChief />}
      {others.map(({ id, artifact, outputs }) => (
        <ArtifactFigure key={`${id} ${artifact.sha256}`} artifact={artifact} beside={outputs} name={id} />
      ))}
    </div>
  );
}
