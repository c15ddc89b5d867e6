import { describe, expect, test } from "vitest";
import { foldJobs, type FoldableJob } from "../src/execution/fold-jobs.ts";
import { layOutGraph } from "../src/execution/graph-layout.ts";

const NONE = new Set<string>();
const many = (count: number, name: string, type: string, dependsOn: (index: number) => string[]): FoldableJob[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, type, dependsOn: dependsOn(index) }));

describe("jobs that are alike", () => {
  const scenes = [
    ...many(50, "clip", "generate", () => []),
    ...many(50, "tall", "reframe", (index) => [`clip${index}`]),
    { id: "film", type: "merge", dependsOn: many(50, "tall", "reframe", () => []).map(({ id }) => id) },
    { id: "title", type: "generate", dependsOn: [] },
    { id: "all", type: "merge", dependsOn: ["title", "film"] },
  ];

  test("are one node, and so are those that take from each of them", () => {
    const { nodes, folds } = foldJobs(scenes, NONE);
    expect(nodes).toEqual([
      { id: "50 × clip0", dependsOn: [] },
      { id: "50 × tall0", dependsOn: ["50 × clip0"] },
      { id: "film", dependsOn: ["50 × tall0"] },
      { id: "title", dependsOn: [] },
      { id: "all", dependsOn: ["title", "film"] },
    ]);
    expect(folds.get("50 × clip0")).toMatchObject({ type: "generate" });
    expect(folds.get("50 × clip0")?.jobIds).toHaveLength(50);
    expect(layOutGraph(nodes).nodes).toHaveLength(5);
  });

  test("are seen one by one where they are unfolded, each linked to the node of the others", () => {
    const { nodes, folds } = foldJobs(scenes, new Set(["50 × tall0"]));
    expect([...folds.keys()]).toEqual(["50 × clip0"]);
    expect(nodes.find(({ id }) => id === "tall7")).toEqual({ id: "tall7", dependsOn: ["50 × clip0"] });
    expect(layOutGraph(nodes).edges).toHaveLength(102);
  });

  test("are not folded where there are few, where they are linked in a row, or to what is not alike", () => {
    expect(
      foldJobs(
        many(7, "a", "generate", () => []),
        NONE,
      ).folds.size,
    ).toBe(0);
    const row = many(20, "a", "speed", (index) => (index === 0 ? [] : [`a${index - 1}`]));
    expect(foldJobs(row, NONE).folds.size).toBe(0);
    const parted = [
      ...many(16, "a", "generate", () => []),
      { id: "one", type: "merge", dependsOn: many(8, "a", "", () => []).map(({ id }) => id) },
      { id: "other", type: "speed", dependsOn: ["a9"] },
    ];
    expect([...foldJobs(parted, NONE).folds.values()].map(({ jobIds }) => jobIds.length)).toEqual([8]);
  });

  test("never make a circle of a graph that has none", () => {
    for (let seed = 1; seed <= 60; seed++) {
      let state = seed;
      const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
      const jobs = Array.from({ length: 60 }, (_, index) => ({
        id: `j${index}`,
        type: `t${next(2)}`,
        dependsOn: index < 12 ? [] : [`j${next(index)}`],
      }));
      const { nodes } = foldJobs(jobs, NONE);
      const placed = layOutGraph(nodes);
      const x = new Map(placed.nodes.map((node) => [node.id, node.x]));
      for (const { from, to } of placed.edges) expect(x.get(from) ?? 0).toBeLessThan(x.get(to) ?? 0);
    }
  });
});
