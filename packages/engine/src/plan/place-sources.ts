import {
  BASE_ID,
  formatJsonPath,
  mapLeaves,
  Reference,
  Source,
  type Issue,
  type OutputKind,
  type SourceKind,
} from "@proxx/contract";
import { joinKinds } from "./fill-inputs.ts";
import { strayReferenceIssue } from "./schema-issues.ts";

/** A `Source` of a job, and where it stands. */
export interface PlacedSource {
  readonly source: Source;
  /** In the parsed parameters. */
  readonly path: readonly (string | number)[];
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

interface RawLeaf {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/** Finds the sources among parsed parameters, and where each of them stands in the parameters as they were written. */
export function placeSources(
  params: unknown,
  written: { params: unknown; writtenAs: ReadonlyMap<string, string>; path: readonly (string | number)[] },
): { sources: PlacedSource[]; issues: Issue[] } {
  const leaves: RawLeaf[] = [];
  mapLeaves(written.params, (value, path) => leaves.push({ value, path }));
  const rename = ([first, ...rest]: readonly (string | number)[]) =>
    first === undefined ? [] : [written.writtenAs.get(String(first)) ?? first, ...rest];
  const sources: PlacedSource[] = [];
  const issues: Issue[] = [];
  mapLeaves(params, (leaf, path) => {
    if (leaf instanceof Source) {
      const rawPath = rename(rawPathOf(leaf.from, path, leaves));
      const place = formatJsonPath([...written.path, ...rawPath]);
      const label = formatJsonPath(rawPath).replace(/^\$\.?/, "");
      sources.push({ source: leaf, path, label, place, from: originOf(leaf) });
    } else if (leaf instanceof Reference) {
      issues.push(strayReferenceIssue(leaf, [...written.path, ...rename(rawPathOf(leaf, path, leaves))]));
    }
    return leaf;
  });
  return { sources, issues };
}

// A schema wraps what it parses and moves nothing: of the places where the same value stands, the one is meant that has
// the most of its path in common.
function rawPathOf(value: unknown, path: readonly (string | number)[], leaves: readonly RawLeaf[]) {
  const common = (leaf: RawLeaf) => {
    const end = leaf.path.findIndex((key, index) => key !== path[index]);
    return end === -1 ? leaf.path.length : end;
  };
  const [best] = leaves.filter((leaf) => leaf.value === value).toSorted((a, b) => common(b) - common(a));
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
