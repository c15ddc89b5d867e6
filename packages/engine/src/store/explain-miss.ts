import { canonicalJson, formatJsonPath, printable } from "@proxx/contract";
import { placeKey, type Ingredients } from "./job-key.ts";
import type { PlacedSource } from "../plan/place-sources.ts";
import type { EarlierRecord } from "./reuse-index.ts";

export interface MissedJob {
  readonly id: string;
  readonly ingredients: Ingredients;
  readonly sources: readonly PlacedSource[];
  /** Jobs that are made again, so that their outputs are not known yet. */
  readonly madeAgain: ReadonlySet<string>;
}

/** Why nothing that was made before is what a job would make: how it differs from what comes nearest. */
export function explainMiss(job: MissedJob, earlier: readonly EarlierRecord[]): string[] {
  const compared = earlier.map((record) => ({ record, differences: compare(job, record.ingredients) }));
  const [nearest] = compared.toSorted(
    (a, b) =>
      a.differences.length - b.differences.length ||
      Number(b.record.jobId === job.id) - Number(a.record.jobId === job.id) ||
      (a.record.madeAt < b.record.madeAt ? 1 : -1),
  );
  return nearest === undefined ? ["never made before"] : nearest.differences;
}

function compare({ ingredients: now, sources, madeAgain }: MissedJob, before: Ingredients): string[] {
  const differences: string[] = [];
  if (now.version !== before.version) {
    differences.push(`\`${now.type}\` itself changed: version ${before.version} → ${now.version}`);
  }
  const labels = new Map(sources.map(({ path, label }) => [placeKey(path), label]));
  const makers = new Map(sources.map(({ path, from }) => [placeKey(path), from.kind === "job" ? from.id : null]));
  const places = [...new Set([...Object.keys(now.inputs), ...Object.keys(before.inputs)])];
  // An input that is new or gone takes its surroundings with it: `{ media: … }`.
  const filled = (place: string) => places.some((input) => input.startsWith(place.slice(0, -1)));
  for (const [place, [from, to]] of differingLeaves(before.params, now.params)) {
    if (!filled(place)) differences.push(describeChange(formatPlace(place, labels), from, to));
  }
  for (const place of places) {
    const label = formatPlace(place, labels);
    const maker = makers.get(place) ?? null;
    if (!(place in now.inputs)) differences.push(`input \`${label}\` is gone`);
    else if (!(place in before.inputs)) differences.push(`input \`${label}\` is new`);
    else if (now.inputs[place] !== before.inputs[place]) {
      const why = maker !== null && madeAgain.has(maker) ? ` (${maker} is made again)` : "";
      differences.push(`input \`${label}\` changed${why}`);
    }
  }
  if (now.provider !== before.provider) {
    differences.push(`provider changed: ${before.provider ?? "none"} → ${now.provider ?? "none"}`);
  }
  for (const [place, [from, to]] of differingLeaves(before.build, now.build)) {
    differences.push(`${formatPlace(place, labels)} build changed: ${show(from)} → ${show(to)}`);
  }
  return differences;
}

function formatPlace(place: string, labels: ReadonlyMap<string, string>): string {
  const path = JSON.parse(place) as (string | number)[];
  return labels.get(place) ?? formatJsonPath(path).replace(/^\$\.?/, "");
}

/** The places at which two values are not the same, with what stands there; a list or object that is new is one place. */
function differingLeaves(before: unknown, now: unknown): Map<string, [unknown, unknown]> {
  const found = new Map<string, [unknown, unknown]>();
  const walk = (a: unknown, b: unknown, path: (string | number)[]) => {
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index++) walk(a[index], b[index], [...path, index]);
    } else if (isRecord(a) && isRecord(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) walk(a[key], b[key], [...path, key]);
    } else if (!same(a, b)) found.set(placeKey(path), [a, b]);
  };
  walk(before, now, []);
  return found;
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeChange(label: string, from: unknown, to: unknown): string {
  if (from === undefined) return `\`${label}\` is new: ${show(to)}`;
  if (to === undefined) return `\`${label}\` is gone`;
  return `\`${label}\` changed: ${show(from)} → ${show(to)}`;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `“${printable(value, 60)}”`;
  return printable(canonicalJson(value), 60);
}
