import type { Knot } from "./follow.ts";

/**
 * A path as an expression of the frame's number `n`, for a filter's option: straight from knot to knot within a shot,
 * a jump where the next shot begins. Made of numbers alone; a tree of conditions, so that an hour of knots costs a
 * dozen comparisons a frame.
 */
export function pathExpression(shots: readonly (readonly Knot[])[]): string {
  return tree(shots.flatMap(segmentsOf));
}

interface Segment {
  from: number;
  expression: string;
}

function segmentsOf(knots: readonly Knot[]): Segment[] {
  return knots.flatMap((knot, index) => {
    const next = knots[index + 1];
    if (next === undefined) return index === 0 ? [{ from: knot.frame, expression: write(knot.position) }] : [];
    const slope = (next.position - knot.position) / (next.frame - knot.frame);
    const expression = slope === 0 ? write(knot.position) : `${write(knot.position)}+${write(slope)}*(n-${knot.frame})`;
    return [{ from: knot.frame, expression }];
  });
}

function tree(segments: readonly Segment[]): string {
  if (segments.length <= 1) return segments[0]?.expression ?? "0";
  const middle = Math.ceil(segments.length / 2);
  const [first, second] = [segments.slice(0, middle), segments.slice(middle)];
  return `if(lt(n,${second[0]?.from ?? 0}),${tree(first)},${tree(second)})`;
}

function write(value: number): string {
  // No exponent: `1e-7` is not a number to every parser of expressions.
  return String(Number(value.toFixed(4)));
}
