/** Where the jobs of a plan stand: in columns by how much comes before them, within a column near what they take from. Pure. */
export interface GraphJob {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

export interface PlacedNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 192, height: 68 };
const GAP = { x: 64, y: 18 };
const MARGIN = 20;
const SWEEPS = 8;

export function layOutGraph(jobs: readonly GraphJob[]): GraphLayout {
  const known = new Map(jobs.map((job) => [job.id, job]));
  const inputsOf = (id: string) => (known.get(id)?.dependsOn ?? []).filter((input) => known.has(input));
  const columns = orderColumns(ranksOf(jobs, inputsOf), inputsOf);
  const tallest = Math.max(1, ...columns.map(({ length }) => length));
  const height = MARGIN * 2 + tallest * (NODE.height + GAP.y) - GAP.y;
  const places = new Map<string, PlacedNode>();
  columns.forEach((column, rank) => {
    const own = column.length * (NODE.height + GAP.y) - GAP.y;
    column.forEach((id, index) => {
      const x = MARGIN + rank * (NODE.width + GAP.x);
      places.set(id, { id, x, y: (height - own) / 2 + index * (NODE.height + GAP.y) });
    });
  });
  const edges = jobs.flatMap(({ id }) => inputsOf(id).map((from) => edgeBetween(from, id, places)));
  const width = MARGIN * 2 + columns.length * (NODE.width + GAP.x) - GAP.x;
  return { nodes: [...places.values()], edges, width, height };
}

/** The longest way from anything that takes nothing. A plan has no circles: it was checked before it had an id. */
function ranksOf(jobs: readonly GraphJob[], inputsOf: (id: string) => readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>();
  const rankOf = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    ranks.set(id, 0);
    const rank = Math.max(-1, ...inputsOf(id).map(rankOf)) + 1;
    ranks.set(id, rank);
    return rank;
  };
  for (const { id } of jobs) rankOf(id);
  return pulledToTakers(ranks, inputsOf);
}

/** Each as near to what takes from it as it may be, so that few links run past other columns. */
function pulledToTakers(
  ranks: ReadonlyMap<string, number>,
  inputsOf: (id: string) => readonly string[],
): Map<string, number> {
  const pulled = new Map(ranks);
  const last = [...ranks].sort(([, one], [, other]) => other - one);
  const nearest = new Map<string, number>();
  for (const [id, rank] of last) {
    const own = Math.max(rank, (nearest.get(id) ?? rank + 1) - 1);
    pulled.set(id, own);
    for (const input of inputsOf(id)) nearest.set(input, Math.min(nearest.get(input) ?? own, own));
  }
  return pulled;
}

/** Each column is sorted by the middle of what its jobs are linked to, back and forth, which takes most crossings out. */
function orderColumns(ranks: ReadonlyMap<string, number>, inputsOf: (id: string) => readonly string[]): string[][] {
  const columns: string[][] = [];
  for (const [id, rank] of ranks) (columns[rank] ??= []).push(id);
  const takers = new Map<string, string[]>();
  for (const id of ranks.keys())
    for (const input of inputsOf(id)) takers.set(input, [...(takers.get(input) ?? []), id]);
  const positions = new Map(columns.flatMap((column) => column.map((id, index) => [id, index] as const)));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const linked = sweep % 2 === 0 ? inputsOf : (id: string) => takers.get(id) ?? [];
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const middles = new Map(column.map((id) => [id, middleOf(linked(id), positions) ?? positions.get(id) ?? 0]));
      column.sort((one, other) => (middles.get(one) ?? 0) - (middles.get(other) ?? 0));
      column.forEach((id, index) => positions.set(id, index));
    }
  }
  return columns;
}

function middleOf(ids: readonly string[], positions: ReadonlyMap<string, number>): number | null {
  if (ids.length === 0) return null;
  return ids.reduce((sum, id) => sum + (positions.get(id) ?? 0), 0) / ids.length;
}

function edgeBetween(from: string, to: string, places: ReadonlyMap<string, PlacedNode>): PlacedEdge {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) throw new TypeError(`Expected places of ${from} and ${to}`);
  const [x1, y1] = [start.x + NODE.width, start.y + NODE.height / 2];
  const [x2, y2] = [end.x, end.y + NODE.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return { from, to, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` };
}
