import { formatJsonPath, type Issue } from "@proxx/contract";
import type { Links } from "./link-jobs.ts";

/**
 * The ids of the jobs, each after all it depends on, otherwise in the order of the plan. Jobs that wait for one another
 * have no place, and are an issue; nor have those that wait for them.
 */
export function orderJobs(links: ReadonlyMap<string, Links>): { order: string[]; issues: Issue[] } {
  const left = new Map(links);
  const order: string[] = [];
  for (let found = true; found;) {
    found = false;
    for (const [id, { dependencies }] of left) {
      if ([...dependencies.keys()].some((other) => left.has(other))) continue;
      left.delete(id);
      order.push(id);
      found = true;
      // The first of the plan that can come, again and again: what comes after it may now stand before others.
      break;
    }
  }
  return { order, issues: findRings(left) };
}

/** One issue for each set of jobs that wait for one another, with the ring by name. */
function findRings(left: ReadonlyMap<string, Links>): Issue[] {
  const told = new Set<string>();
  const issues: Issue[] = [];
  for (const id of left.keys()) {
    if (told.has(id)) continue;
    const ring = shortestRing(id, left);
    if (ring === null || ring.some((member) => told.has(member))) continue;
    for (const member of ring) told.add(member);
    issues.push(ringIssue(ring, left));
  }
  return issues;
}

/** The way from a job over what it depends on back to itself, or null for one that only stands behind a ring. */
function shortestRing(start: string, links: ReadonlyMap<string, Links>): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const next of links.get(id)?.dependencies.keys() ?? []) {
      if (!links.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      if (next === start) return wayBack(start, cameFrom);
      queue.push(next);
    }
  }
  return null;
}

function wayBack(start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const ring: string[] = [];
  let id = start;
  do {
    id = cameFrom.get(id) ?? start;
    ring.unshift(id);
  } while (id !== start);
  return ring;
}

function ringIssue(ring: readonly string[], links: ReadonlyMap<string, Links>): Issue {
  const [first = "", second = ""] = ring;
  const way = ring.length > 12 ? [...ring.slice(0, 10), "…", ring.at(-1)] : ring;
  return {
    path: formatJsonPath(links.get(first)?.dependencies.get(second) ?? ["jobs"]),
    code: "cycle",
    message: `Jobs wait for one another: ${[...way, first].join(" → ")}.`,
    hint: "Take one of these references out; a job can only use what comes before it.",
  };
}
