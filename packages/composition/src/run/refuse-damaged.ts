import { ProxxError } from "@proxx/contract";
import { explainDamage, findDamage, inputPads, type MediaTools, type SourceFile, type Stream } from "@proxx/media";

/** Looks at each source of a graph of which a decoder complained, as far as the graph takes it; throws where one is damaged. */
export async function refuseDamaged(
  streams: readonly Stream[],
  { tools, signal }: { tools: MediaTools; signal: AbortSignal },
): Promise<void> {
  const pads = inputPads(streams);
  const sources = new Map<string, SourceFile>();
  for (const { source } of pads.map(({ input }) => input)) if (source !== undefined) sources.set(source.path, source);
  for (const { path, shown } of sources.values()) {
    const taken = pads.filter(({ input }) => input.source?.path === path);
    const { damage, facts } = await findDamage(path, {
      tools,
      signal,
      takes: ({ index, kind, isFirst }) =>
        taken.some((pad) => pad.type === kind && (pad.index === null ? isFirst : pad.index === index)),
    });
    const told = explainDamage(damage, facts, `The source ${shown}`);
    if (told !== null) throw new ProxxError("source_damaged", told.message, { hint: told.hint });
  }
}
