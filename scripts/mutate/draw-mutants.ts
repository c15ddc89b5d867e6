import { createRandom } from "../../packages/testing/src/create-random.ts";
import { findMutants, type Mutant } from "./find-mutants.ts";

/** All changes of these files in random order, at most one of a line, each kind of change as often as any other. */
export function drawMutants(root: string, files: readonly string[], seed: number): Mutant[] {
  const random = createRandom(seed);
  const shuffled = files
    .flatMap((file) => findMutants(root, file))
    .map((mutant) => ({ mutant, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ mutant }) => mutant);
  const lines = new Set<string>();
  const turns = new Map<string, number>();
  return shuffled
    .filter(({ file, line }) => lines.size < lines.add(`${file}:${line}`).size)
    .map((mutant) => {
      const turn = turns.get(mutant.change) ?? 0;
      turns.set(mutant.change, turn + 1);
      return { mutant, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ mutant }) => mutant);
}
