import { movieConfigSchema, type ScriptValidationError } from "@proxx/contract";
import { expect, test } from "vitest";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { MOVIE_CONFIG_TEMPLATE } from "./movie-config-template.ts";
import { parseMovieConfig, readMovieConfig } from "./read-movie-config.ts";

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

test("a brand's file is read, what stands in the configuration goes before it, and paths begin where they are written", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "acme"));
  writeFileSync(join(folder, "acme/brand.yaml"), 'accent: "#112233"\nradius: 4\nlogo: acme.svg\nfonts: [acme.ttf]\n');
  const path = join(folder, "proxx.yaml");
  writeFileSync(path, 'brand_file: acme/brand.yaml\nbrand: { accent: "#445566", logo_on_dark: white.svg }\n');
  expect(await readMovieConfig(path, { isWanted: true })).toEqual({
    brand: {
      accent: "#445566",
      radius: 4,
      logo: join(folder, "acme/acme.svg"),
      fonts: [join(folder, "acme/acme.ttf")],
      logo_on_dark: join(folder, "white.svg"),
    },
  });
  writeFileSync(join(folder, "acme/brand.yaml"), "logos: acme.svg\n");
  await expect(readMovieConfig(path, { isWanted: true })).rejects.toMatchObject({
    issues: [{ path: "$.logos", code: "unknown_field" }],
  });
});

test("brands have names, each written there or in a file of its own, and a name is no path", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "acme"));
  writeFileSync(join(folder, "acme/brand.yaml"), "logo: acme.svg\n");
  const path = join(folder, "proxx.yaml");
  writeFileSync(path, 'brands: { acme: acme/brand.yaml, other: { bg: "#112233", fonts: [o.ttf] } }\n');
  expect(await readMovieConfig(path, { isWanted: true })).toEqual({
    brands: {
      acme: { logo: join(folder, "acme/acme.svg") },
      other: { bg: "#112233", fonts: [join(folder, "o.ttf")] },
    },
  });
  writeFileSync(path, "brands: { ../acme: {} }\n");
  await expect(readMovieConfig(path, { isWanted: true })).rejects.toMatchObject({
    issues: [{ code: "invalid_value" }],
  });
});
