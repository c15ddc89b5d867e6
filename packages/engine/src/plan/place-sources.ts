import {
  BASE_ID,
  formatJsonPath,
  leavesOf,
  Reference,
  Source,
  type Issue,
  type Leaf,
  type OutputKind,
  type Path,
  type SourceKind,
} from "@proxx/contract";
import { joinKinds } from "./fill-inputs.ts";
import { noPlaceForReference } from "./schema-issues.ts";

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

/** Finds the sources among parsed parameters, and where each of them stands in the parameters as they were written. */
export function placeSources(
  params: unknown,
  { written, writtenAs, path }: { written: unknown; writtenAs: ReadonlyMap<string, string>; path: Path },
): { sources: PlacedSource[]; issues: Issue[] } {
  const places = Map.groupBy(leavesOf(written), ({ value }) => value);
  const sources: PlacedSource[] = [];
  const issues: Issue[] = [];
  for (const { value, path: parsedPath } of leavesOf(params)) {
    if (!(value instanceof Source || value instanceof Reference)) continue;
    const from = value instanceof Source ? value.from : value;
    const [param, ...rest] = nearest(places.get(from) ?? [], parsedPath);
    const below = param === undefined ? [] : [writtenAs.get(String(param)) ?? param, ...rest];
    const place = [...path, ...below];
    if (value instanceof Reference) issues.push(noPlaceForReference(value, place));
    else {
      sources.push({
        source: value,
        path: parsedPath,
        label: formatJsonPath(below).replace(/^\$\.?/, ""),
        place: formatJsonPath(place),
        from: originOf(value),
      });
    }
  }
  return { sources, issues };
}

// A schema wraps what it parses and moves nothing: of the places where the same value stands, the one is meant that has
// the most of its path in common.
function nearest(places: readonly Leaf[], path: Path): Path {
  const common = (leaf: Leaf) => {
    const end = leaf.path.findIndex((key, index) => key !== path[index]);
    return end === -1 ? leaf.path.length : end;
  };
  const [best] = places.toSorted((a, b) => common(b) - common(a));
  return best?.path ?? path;
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
