import { formatJsonPath, type Issue, type Path } from "@proxx/contract";
import type { Links } from "./link-jobs.ts";
import type { ReadJob } from "./read-frame.ts";

/** Each job after all it depends on, otherwise in the order of the plan. Jobs on a ring, or behind one, have no place. */
export function orderJobs(
  jobs: readonly ReadJob[],
  links: ReadonlyMap<string, Links>,
): { order: ReadJob[]; issues: Issue[] } {
  const left = new Map(jobs.map((job) => [job.id, job]));
  const order: ReadJob[] = [];
  for (let found = true; found;) {
    found = false;
    for (const job of left.values()) {
      if (namedBy(job, links).some((id) => left.has(id))) continue;
      left.delete(job.id);
      order.push(job);
      found = true;
      // The first of the plan that can come, again and again: what comes after it may now stand before others.
      break;
    }
  }
  return { order, issues: findRings(left, links) };
}

function namedBy(job: ReadJob, links: ReadonlyMap<string, Links>): string[] {
  return [...(links.get(job.id)?.dependencies.keys() ?? [])];
}

/** One issue for each set of jobs that wait for one another, with the ring by name. */
function findRings(left: ReadonlyMap<string, ReadJob>, links: ReadonlyMap<string, Links>): Issue[] {
  const told = new Set<string>();
  const issues: Issue[] = [];
  for (const job of left.values()) {
    if (told.has(job.id)) continue;
    const ring = shortestRing(job, left, links);
    if (ring === null || ring.some((member) => told.has(member))) continue;
    for (const member of ring) told.add(member);
    const place = links.get(job.id)?.dependencies.get(ring[1] ?? job.id) ?? ["jobs", job.index];
    issues.push(ringIssue(place, ring));
  }
  return issues;
}

/** The way from a job over what it depends on back to itself, or null for one that only stands behind a ring. */
function shortestRing(
  start: ReadJob,
  jobs: ReadonlyMap<string, ReadJob>,
  links: ReadonlyMap<string, Links>,
): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    for (const id of namedBy(job, links)) {
      const next = jobs.get(id);
      if (next === undefined || cameFrom.has(id)) continue;
      cameFrom.set(id, job.id);
      if (next === start) return wayBack(start.id, cameFrom);
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

function ringIssue(place: Path, ring: readonly string[]): Issue {
  const way = ring.length > 12 ? [...ring.slice(0, 10), "…", ring.at(-1)] : ring;
  return {
    path: formatJsonPath(place),
    code: "cycle",
    message: `Jobs wait for one another: ${[...way, ring[0]].join(" → ")}.`,
    hint: "Take one of these references out; a job can only use what comes before it.",
  };
}
