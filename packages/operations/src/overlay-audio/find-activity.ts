import { createReadStream } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "@proxx/contract";
import { discard, type MediaTools } from "@proxx/media";
import { type Sound, type Stretch, runGraph } from "@proxx/composition";

/** Enough to tell speech from a pause. */
const RATE = 8000;
const WINDOW_SAMPLES = 160;
const WINDOW_SECONDS = WINDOW_SAMPLES / RATE;

/** When something is to be heard in a sound. */
export async function findActivity(
  sound: Sound,
  { workDir, signal }: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<Stretch[]> {
  const folder = await mkdtemp(join(workDir, "activity-"));
  const path = join(folder, "samples");
  const raw = ["-ar", String(RATE), "-ac", "2", "-f", "s16le", path];
  await runGraph([sound.stream], { folder, outputs: ([label = ""]) => ["-map", label, ...raw], tools, signal });
  const levels = await windowLevels(path);
  await discard(path);
  return activeStretches(levels);
}

/** Both channels of a window count, so that what cancels out in a mix does as well. */
async function windowLevels(path: string): Promise<number[]> {
  const levels: number[] = [];
  let [sum, count] = [0, 0];
  const add = (value: number) => {
    sum += (value / 32_768) ** 2;
    count++;
    if (count < WINDOW_SAMPLES * 2) return;
    levels.push(10 * Math.log10(sum / count || 1e-12));
    [sum, count] = [0, 0];
  };
  let odd: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = odd.length === 0 ? chunk : Buffer.concat([odd, chunk]);
    const whole = bytes.length - (bytes.length % 2);
    for (let at = 0; at < whole; at += 2) add(bytes.readInt16LE(at));
    odd = bytes.subarray(whole);
  }
  return levels;
}

/** What is softer than this is heard by nobody. */
const INAUDIBLE = -50;
/** What is so much softer than the loud parts is the room they were said in. */
const BACKGROUND = 25;
const SHORTEST_SECONDS = 0.06;

/** Levels of windows in dB below full scale. */
export function activeStretches(levels: readonly number[]): Stretch[] {
  const loud = levels.toSorted((one, other) => one - other)[Math.floor(levels.length * 0.95)] ?? -Infinity;
  const threshold = Math.max(INAUDIBLE, loud - BACKGROUND);
  const stretches: Stretch[] = [];
  let begun: number | null = null;
  for (let index = 0; index <= levels.length; index++) {
    const isActive = (levels[index] ?? -Infinity) > threshold;
    if (isActive && begun === null) begun = index;
    if (isActive || begun === null) continue;
    const stretch = { start: begun * WINDOW_SECONDS, end: index * WINDOW_SECONDS };
    if (stretch.end - stretch.start >= SHORTEST_SECONDS - 1e-9) stretches.push(stretch);
    begun = null;
  }
  return stretches;
}
