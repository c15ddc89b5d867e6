export interface Step {
  id: string;
  type: "torture.step";
  params: { name: string; ms: number; fails?: boolean };
  dependsOn?: string[];
}

export function step(id: string, name: string, { ms, after = [] }: { ms: number; after?: string[] }): Step {
  return { id, type: "torture.step", params: { name: `${name} ${id}`, ms }, dependsOn: after };
}

/** Two beside each other, and one that takes both. */
export function fork(name: string, ms: number): { jobs: Step[] } {
  return {
    jobs: [
      step("left", name, { ms }),
      step("right", name, { ms }),
      step("film", name, { ms, after: ["left", "right"] }),
    ],
  };
}
