import type { Narration, Script } from "@proxx/contract";

/** How fast a line is to be said, where 1 is its voice's own pace. */
export function speedOf({ voice, persona_id: personaId }: Narration, { personas }: Script): number {
  const choice = voice ?? personas?.find(({ id }) => id === personaId)?.voice;
  return typeof choice === "object" ? (choice.speed ?? 1) : 1;
}
