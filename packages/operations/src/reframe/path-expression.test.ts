import { expect, test } from "vitest";
import { pathExpression } from "./path-expression.ts";

test("a path that stands still is a number", () => {
  expect(pathExpression([[{ frame: 0, position: 12.34567 }]])).toBe("12.3457");
});

test("a path goes straight from knot to knot and jumps from shot to shot", () => {
  const expression = pathExpression([
    [
      { frame: 0, position: 10 },
      { frame: 10, position: 30 },
      { frame: 20, position: 30 },
    ],
    [{ frame: 25, position: 100 }],
  ]);
  expect(expression).toBe("if(lt(n,25),if(lt(n,10),10+2*(n-0),30),100)");
});

test("a path of thousands of knots is a shallow tree", () => {
  const knots = Array.from({ length: 4000 }, (_, index) => ({ frame: index * 10, position: (index * 37) % 101 }));
  const expression = pathExpression([knots]);
  let depth = 0;
  let deepest = 0;
  for (const character of expression) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    deepest = Math.max(deepest, depth);
  }
  expect(deepest).toBeLessThan(30);
  expect(expression).toMatch(/^[0-9a-z.,()*+-]+$/);
});
