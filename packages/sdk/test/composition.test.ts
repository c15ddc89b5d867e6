import type { JobNode } from "@proxx/contract";
import { createRandom } from "@proxx/testing/create-random";
import { describe, expect, it } from "vitest";
import { writePlanOnBase } from "../src/compose/write-plan.ts";
import { meaningOf, meaningOfPlan, Refused, type ListSpec } from "./composition-oracle.ts";
import { buildComposition, randomSpec } from "./random-composition.ts";

const WANTED = 1000;

describe("a random composition", () => {
  it(`becomes a plan that means the same, ${WANTED} times`, () => {
    let plans = 0;
    let refusals = 0;
    let shared = 0;
    for (let seed = 1; plans < WANTED; seed++) {
      const spec = randomSpec(createRandom(seed));
      const meaning = meaningOrNull(spec);
      if (meaning === null) {
        expect(() => buildComposition(spec), `seed ${seed}`).toThrow(TypeError);
        refusals++;
        continue;
      }
      const plan = buildComposition(spec).toJSON();
      // Reading it fails where a job comes before what it needs.
      const expressions = meaningOfPlan(plan.jobs, null);
      expect(new Set(expressions), `seed ${seed}`).toEqual(meaning.all);
      expect(expressions.length, `seed ${seed}: nothing is made twice`).toBe(meaning.all.size);
      expect(plan.jobs.map(({ id, output }) => [id, output])).toEqual(
        plan.jobs.map((_, index) => [`job${index + 1}`, `$job${index + 1}`]),
      );
      expect(JSON.stringify(buildComposition(spec)), "the same each time").toBe(JSON.stringify(plan));
      if (hasShared(plan.jobs)) shared++;
      plans++;
    }
    // What is random could be dull.
    expect(shared).toBeGreaterThan(200);
    expect(refusals).toBeGreaterThan(20);
  });

  it("means the same when what it begins with was run before, and leaves out exactly that", async () => {
    let left = 0;
    let whole = 0;
    for (let seed = 1; left < 200; seed++) {
      const spec = randomSpec(createRandom(seed));
      const [first] = spec.elements;
      if (first?.kind !== "list" || spec.elements.length === 1 || meaningOrNull(spec) === null) continue;
      const full = buildComposition(spec).toJSON();
      const base = buildComposition(first).toJSON();
      const plan = await writePlanOnBase(buildComposition(spec), "exec_1", () => Promise.resolve(base));
      expect(plan.baseExecutionId).toBe("exec_1");
      const expected = meaningOfPlan(full.jobs, null);
      const sink = resultOf(first, base.jobs);
      if (
        sink === null ||
        !canLeaveOut(full.jobs, base.jobs, meaningOfPlan(base.jobs, null).indexOf(sink.expression))
      ) {
        expect(plan.jobs, `seed ${seed}`).toEqual(full.jobs);
        whole++;
        continue;
      }
      expect(meaningOfPlan(plan.jobs, sink), `seed ${seed}`).toEqual(expected.slice(base.jobs.length));
      left++;
    }
    expect(whole).toBeGreaterThan(50);
  });
});

function meaningOrNull(spec: ListSpec): ReturnType<typeof meaningOf> | null {
  try {
    return meaningOf(spec);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** What the execution of a composition results in; also of one that only repeats what a pipeline leaves that it begins with. */
function resultOf(list: ListSpec, jobs: JobNode[]): { expression: string; makes: string } | null {
  const { outputs } = meaningOf(list);
  const [output] = outputs;
  if (output !== undefined && outputs.length === 1 && output.makes !== "transcript") return output;
  const [first] = list.elements;
  if (first?.kind !== "list" || JSON.stringify(buildComposition(first).toJSON().jobs) !== JSON.stringify(jobs))
    return null;
  return resultOf(first, jobs);
}

function needsOf({ params, dependsOn = [] }: JobNode): string[] {
  const references = [...JSON.stringify(params).matchAll(/"\$(job\d+)"/g)].map(([, id = ""]) => id);
  return [...dependsOn, ...references];
}

function hasShared(jobs: JobNode[]): boolean {
  const needs = jobs.flatMap((job) => [...new Set(needsOf(job))]);
  return new Set(needs).size < needs.length;
}

/** Read from the whole plan's text: what follows asks for nothing of the base but its output, and has where to write it. */
function canLeaveOut(full: JobNode[], base: JobNode[], sink: number): boolean {
  const others = new Set(base.map(({ id }) => id));
  others.delete(base[sink]?.id ?? "");
  const rest = full.slice(base.length);
  if (rest.length === 0 || rest.some((job) => needsOf(job).some((id) => others.has(id)))) return false;
  const expressions = meaningOfPlan(full, null).slice(base.length);
  return rest.every(({ dependsOn = [] }, index) => {
    const mixes = dependsOn.length > 1 && dependsOn.includes(base[sink]?.id ?? "");
    return !mixes || !hasLeftOver(expressions[index] ?? "");
  });
}

/** Whether the step itself, and not one that it takes, is given more than it has a place for. */
function hasLeftOver(expression: string): boolean {
  let inner = expression.slice(expression.indexOf("(") + 1, -1);
  while (inner.includes("(")) inner = inner.replaceAll(/\([^()]*\)/g, "");
  return inner.includes(" left over: ");
}
