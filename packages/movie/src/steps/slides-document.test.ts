import { MOVIE_THEMES } from "@proxx/contract";
import { THEME_NAMES } from "@proxx/slides";
import { expect, test } from "vitest";

test("a plan names the themes that there are, in their order", () => {
  expect([...MOVIE_THEMES]).toEqual([...THEME_NAMES]);
});
