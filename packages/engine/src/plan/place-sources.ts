import {
  AspectRatio,
  BASE_ID,
  formatJsonPath,
  mapLeaves,
  noPlaceForReference,
  Reference,
  Source,
  type Issue,
  type OutputKind,
  type Path,
  type SourceKind,
} from "@proxx/contract";
import { joinKinds } from "./fill-inputs.ts";

/** A `Source` of a job, and where it stands. */
export interface PlacedSource {
  readonly source: Source;
  /** In the parsed parameters. */
  readonly path: Path;
  /** As the plan has it: `items[0]`. */
  readonly label: string;
  /** As the plan has it: `$.jobs[2].params.items[0]`. */
  readonly place: string;
  readonly from:
    | { readonly kind: "job"; readonly id: string }
    | { readonly kind: "base" }
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "location"; readonly location: string };
}

/** What one walk through parsed parameters finds. */
export interface PlacedSources {
  readonly sources: PlacedSource[];
  /** The parameters as a job's key has them: shapes and texts as they were said, the places of other inputs empty. */
  readonly paramsInKey: unknown;
  readonly issues: Issue[];
}

/** Finds the sources among parsed parameters, and where each of them stands in the parameters as they were written. */
export function placeSources(
  params: unknown,
  { written, writtenAs, path }: { written: unknown; writtenAs: ReadonlyMap<string, string>; path: Path },
): PlacedSources {
  const sources: PlacedSource[] = [];
  const issues: Issue[] = [];
  const placeOf = (parsedPath: Path): Path => {
    const [param, ...rest] = writtenPart(parsedPath, written);
    return param === undefined ? [] : [writtenAs.get(String(param)) ?? param, ...rest];
  };
  const paramsInKey = mapLeaves(params, (leaf, parsedPath) => {
    if (leaf instanceof AspectRatio) return leaf.text;
    if (leaf instanceof Reference) issues.push(noPlaceForReference(leaf, [...path, ...placeOf(parsedPath)]));
    if (!(leaf instanceof Source)) return leaf;
    const place = placeOf(parsedPath);
    const from = originOf(leaf);
    sources.push({
      source: leaf,
      path: parsedPath,
      label: formatJsonPath(place).replace(/^\$\.?/, ""),
      place: formatJsonPath([...path, ...place]),
      from,
    });
    return from.kind === "text" ? from.text : null;
  });
  return { sources, paramsInKey, issues };
}

/** As much of a path in parsed parameters as there is in the written ones: a schema wraps what it parses and moves nothing. */
function writtenPart([key, ...rest]: Path, written: unknown): Path {
  if (key === undefined || typeof written !== "object" || written === null || !Object.hasOwn(written, key)) return [];
  const member: unknown = Object.getOwnPropertyDescriptor(written, key)?.value;
  return [key, ...writtenPart(rest, member)];
}

function originOf({ accepts, from }: Source): PlacedSource["from"] {
  if (from instanceof Reference) return from.id === BASE_ID ? { kind: "base" } : { kind: "job", id: from.id };
  return accepts.includes("transcript") ? { kind: "text", text: from } : { kind: "location", location: from };
}

/** What an input is given that it does not take, or may not. */
export function checkSource(
  { source, place, label, from }: PlacedSource,
  about: {
    kindOf: (id: string) => OutputKind;
    baseKind: OutputKind | null;
    allowLocalPaths: boolean;
  },
): Issue[] {
  if (from.kind === "text") return [];
  if (from.kind === "location") {
    return about.allowLocalPaths || /^https?:/i.test(from.location) ? [] : [localPath(place)];
  }
  const kind = from.kind === "base" ? about.baseKind : about.kindOf(from.id);
  if (kind === null || fits(kind, source.accepts)) return [];
  const maker = from.kind === "base" ? "the base execution" : `\`${from.id}\``;
  return [
    {
      path: place,
      code: "wrong_kind",
      message: `\`${label}\` takes ${joinKinds(source.accepts)}, and ${maker} makes ${kind}.`,
      hint: "Name a job that makes what fits.",
    },
  ];
}

/** Whether an output of this kind can be given to an input that accepts those. */
function fits(kind: OutputKind, accepts: readonly SourceKind[]): boolean {
  // What a file holds is seen when it is there. Words are what a transcription makes, and what a film may know of itself.
  return kind === "media" || accepts.includes(kind) || (accepts.includes("transcript") && kind !== "image");
}

function localPath(place: string): Issue {
  return {
    path: place,
    code: "local_path_refused",
    message: "Files of the machine that runs the plan cannot be named here.",
    hint: "Give an http or https URL, or upload the file first.",
  };
}
