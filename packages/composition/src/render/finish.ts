import type { Degradation, Loudness, OperationContext, OperationOutput } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { Composition } from "../composition.ts";
import { deferComposition } from "../deferred-composition.ts";
import { level } from "./level.ts";
import { render } from "./render.ts";

interface Finish {
  tools: MediaTools;
  loudness?: Loudness | undefined;
  degradations?: readonly Omit<Degradation, "jobId">[];
}

/** The end of every operation that makes a film: left to the next operation where it may be, rendered otherwise. */
export async function finish(
  composition: Composition,
  context: OperationContext,
  { tools, loudness, degradations = [] }: Finish,
): Promise<OperationOutput> {
  const levelled =
    loudness === undefined ? { composition, degradations: [] } : await level(composition, loudness, context, tools);
  const film = levelled.composition;
  const output = { transcript: film.transcript, degradations: [...degradations, ...levelled.degradations] };
  if (context.mayDefer) return { files: [], deferred: deferComposition(film), ...output };
  return { files: await render(film, context, tools), ...output };
}
