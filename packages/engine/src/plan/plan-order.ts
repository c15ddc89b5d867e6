import { formatJsonPath, type Issue } from "@proxx/contract";
import type { LinkedJob } from "./plan-references.ts";

/** Each job after all it depends on, otherwise in the order of the plan; jobs on a ring, or behind one, have no place. */
export function orderJobs(jobs: readonly LinkedJob[]): LinkedJob[] {
  const left = new Map(jobs.map((job) => [job.node.id, job]));
  const ordered: LinkedJob[] = [];
  for (let found = true; found;) {
    found = false;
    for (const job of left.values()) {
      if ([...job.dependencies.keys()].some((id) => left.has(id))) continue;
      left.delete(job.node.id);
      ordered.push(job);
      found = true;
      // The first of the plan that can come, again and again: what comes after it may now stand before others.
      break;
    }
  }
  return ordered;
}

/** One issue for each set of jobs that wait for one another, with the ring by name. */
export function findRings(jobs: readonly LinkedJob[], ordered: readonly LinkedJob[]): Issue[] {
  const placed = new Set(ordered.map((job) => job.node.id));
  const left = new Map(jobs.filter((job) => !placed.has(job.node.id)).map((job) => [job.node.id, job]));
  const told = new Set<string>();
  const issues: Issue[] = [];
  for (const job of left.values()) {
    if (told.has(job.node.id)) continue;
    const ring = shortestRing(job, left);
    if (ring === null || ring.some((member) => told.has(member))) continue;
    for (const member of ring) told.add(member);
    issues.push(ringIssue(job, ring));
  }
  return issues;
}

/** The way from a job over what it depends on back to itself, or null for one that only stands behind a ring. */
function shortestRing(start: LinkedJob, jobs: ReadonlyMap<string, LinkedJob>): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    for (const id of job.dependencies.keys()) {
      const next = jobs.get(id);
      if (next === undefined || cameFrom.has(id)) continue;
      cameFrom.set(id, job.node.id);
      if (next === start) return wayBack(start.node.id, cameFrom);
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

function ringIssue(job: LinkedJob, ring: readonly string[]): Issue {
  const way = ring.length > 12 ? [...ring.slice(0, 10), "…", ring.at(-1)] : ring;
  return {
    path: formatJsonPath(job.dependencies.get(ring[1] ?? job.node.id) ?? ["jobs", job.index]),
    code: "cycle",
    message: `Jobs wait for one another: ${[...way, ring[0]].join(" → ")}.`,
    hint: "Take one of these references out; a job can only use what comes before it.",
  };
}
