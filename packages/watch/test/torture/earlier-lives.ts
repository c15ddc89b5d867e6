import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Leaves in `completed/` and `failed/` what earlier times may have left under the names of specs to come: a spec with its
 * result, a result whose spec was taken away, a spec that somebody put there. None of it may be touched.
 */
export function plantEarlierLives(root: string, names: readonly string[], random: () => number): void {
  for (const name of names) {
    for (const state of ["completed", "failed"]) {
      const dice = random();
      if (dice < 0.3) plant(root, state, name, { spec: true, result: true });
      if (dice < 0.15) plant(root, state, name.replace(/\.json$/, "~2.json"), { spec: false, result: true });
      if (dice >= 0.3 && dice < 0.45) plant(root, state, name, { spec: false, result: true });
      if (dice >= 0.45 && dice < 0.55) plant(root, state, name, { spec: true, result: false });
    }
  }
}

function plant(root: string, state: string, name: string, what: { spec: boolean; result: boolean }): void {
  const path = join(root, state, name);
  mkdirSync(dirname(path), { recursive: true });
  if (what.spec) writeFileSync(path, `{ "planted": "${state}/${name}" }\n`);
  if (what.result) writeFileSync(path.replace(/\.json$/, ".result.json"), `{ "planted result": "${state}/${name}" }\n`);
}
