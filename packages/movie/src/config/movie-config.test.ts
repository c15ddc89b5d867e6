import { movieConfigSchema, type ScriptValidationError } from "@proxx/contract";
import { expect, test } from "vitest";
import { MOVIE_CONFIG_TEMPLATE } from "./movie-config-template.ts";
import { parseMovieConfig } from "./read-movie-config.ts";

function issuesOf(text: string) {
  try {
    parseMovieConfig(text);
    return [];
  } catch (error) {
    return (error as ScriptValidationError).issues.map(({ path, code, message }) => [path, code, message]);
  }
}

test("every unknown key and wrong value is told with its place", () => {
  expect(issuesOf("themes: quiet\nsize: tall\nwriter:\n  modell: x\n  base_url: http://a/v1\n")).toEqual([
    ["$.writer.modell", "unknown_field", "`modell` is not a field of `writer` (line 4, column 11)."],
    ["$.size", "invalid_value", expect.stringContaining("(line 2, column 7)") as string],
    ["$.themes", "unknown_field", "`themes` is not a field of the configuration (line 1, column 9)."],
  ]);
});

test("what is written first settles nothing, and every line of it may be", () => {
  expect(parseMovieConfig(MOVIE_CONFIG_TEMPLATE)).toEqual({});
  const [, ...settings] = MOVIE_CONFIG_TEMPLATE.split("\n\n");
  const all = parseMovieConfig(settings.join("\n").replaceAll(/^# ?/gm, ""));
  expect(Object.keys(all).sort()).toEqual(Object.keys(movieConfigSchema.shape).sort());
});
