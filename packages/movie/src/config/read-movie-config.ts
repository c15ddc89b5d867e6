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

/** A configuration with its brands read: no paths are left but absolute ones of fonts and logos. */
export type ReadMovieConfig = Omit<MovieConfig, "brands"> & {
  brands?: Readonly<Record<string, BrandConfig>> | undefined;
};

/** Reads `proxx.yaml`; null where there is none and nobody asked for it. Every fault is told with its line and column. */
export async function readMovieConfig(
  path: string,
  { isWanted }: { isWanted: boolean },
): Promise<ReadMovieConfig | null> {
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
  return await withBrands(parseMovieConfig(text), dirname(resolve(path)));
}

/** What stands under `brand` goes before the brand's file. Paths in each are then absolute. */
async function withBrands(config: MovieConfig, folder: string): Promise<ReadMovieConfig> {
  const { brand_file: file, brand, brands = {}, ...others } = config;
  const own = brand === undefined ? {} : fromFolder(brand, folder);
  const read = file === undefined ? {} : await readBrand(file, folder);
  const named = await Promise.all(
    Object.entries(brands).map(async ([name, written]) => {
      const one = typeof written === "string" ? await readBrand(written, folder) : fromFolder(written, folder);
      return [name, one] as const;
    }),
  );
  return {
    ...others,
    ...(file === undefined && brand === undefined ? {} : { brand: { ...read, ...own } }),
    ...(named.length === 0 ? {} : { brands: Object.fromEntries(named) }),
  };
}

async function readBrand(name: string, folder: string): Promise<BrandConfig> {
  const path = resolve(folder, name);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ProxxError("document_unreadable", `Cannot read the brand ${path}: ${errorMessage(error)}.`, {
      hint: "The path of a brand begins where the configuration is.",
      cause: error,
    });
  }
  return fromFolder(parseDocument(text, brandSchema, "the brand"), dirname(path));
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
