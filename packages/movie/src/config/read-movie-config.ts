import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  brandSchema,
  describeSchemaIssues,
  errorMessage,
  movieConfigSchema,
  ProxxError,
  ScriptValidationError,
  tidyIssue,
  type BrandConfig,
  type MovieConfig,
} from "@proxx/contract";
import type { z } from "zod";
import { parseYaml } from "../script-file/parse-yaml.ts";

const HINT = "`proxx schema movie-config` shows what can stand there.";

/** Reads `proxx.yaml`; null where there is none and nobody asked for it. Every fault is told with its line and column. */
export async function readMovieConfig(path: string, { isWanted }: { isWanted: boolean }): Promise<MovieConfig | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (!isWanted && (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new ProxxError("document_unreadable", `Cannot read ${path}: ${errorMessage(error)}.`, {
      hint: "`proxx movie init` writes one.",
      cause: error,
    });
  }
  return await withBrandFile(parseMovieConfig(text), dirname(resolve(path)));
}

/** What stands under `brand` goes before the brand's file. Paths in either are then absolute. */
async function withBrandFile(config: MovieConfig, folder: string): Promise<MovieConfig> {
  const { brand_file: name, brand, ...others } = config;
  const own = brand === undefined ? {} : fromFolder(brand, folder);
  if (name === undefined) return brand === undefined ? config : { ...others, brand: own };
  const path = resolve(folder, name);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ProxxError("document_unreadable", `Cannot read the brand ${path}: ${errorMessage(error)}.`, {
      hint: "The path of `brand_file` begins where the configuration is.",
      cause: error,
    });
  }
  const read = fromFolder(parseDocument(text, brandSchema, "the brand"), dirname(path));
  return { ...others, brand: { ...read, ...own } };
}

function fromFolder(brand: BrandConfig, folder: string): BrandConfig {
  const { fonts, logo, logo_on_dark: logoOnDark, ...others } = brand;
  return {
    ...others,
    ...(fonts === undefined ? {} : { fonts: fonts.map((font) => resolve(folder, font)) }),
    ...(logo === undefined ? {} : { logo: resolve(folder, logo) }),
    ...(logoOnDark === undefined ? {} : { logo_on_dark: resolve(folder, logoOnDark) }),
  };
}

export function parseMovieConfig(text: string): MovieConfig {
  return parseDocument(text, movieConfigSchema, "the configuration");
}

function parseDocument<Document>(text: string, schema: z.ZodType<Document>, subject: string): Document {
  const yaml = parseYaml(text);
  if (yaml.issues.length > 0) throw new ScriptValidationError(yaml.issues);
  // A file of nothing but comments settles nothing.
  const value = yaml.value ?? {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const words = { field: "field", hint: HINT } as const;
  const issues = describeSchemaIssues(parsed.error.issues, { schema, value, path: [], subject, words });
  throw new ScriptValidationError(
    issues.map((issue) =>
      tidyIssue({ ...issue, message: `${issue.message.replace(/\.$/, "")} (${yaml.placeOf(issue.path)}).` }),
    ),
  );
}
