import { isPlainObject } from "../json/plain-object.ts";
import { MAX_ISSUES } from "../json/parse-json-document.ts";
import { didYouMean } from "../messages/closest-name.ts";
import { describeJson } from "../messages/describe-json.ts";
import { formatJsonPath, tidyIssue, type Issue } from "../messages/issue.ts";
import { describeSchemaIssues } from "../messages/schema-issues.ts";
import { giveIds } from "./give-ids.ts";
import { scriptSchema, type Script } from "./script.ts";
import { findTranslationIssues } from "./translations/check-translations.ts";

export interface ScriptCheck {
  issues: Issue[];
  /** Whole, with ids, or null when there is any issue. */
  script: Script | null;
}

const HINT = "`proxx schema script` shows what a script takes.";

/** Checks all that a script says by itself, without looking at the world; every issue at once. */
export function checkScript(value: unknown): ScriptCheck {
  if (!isPlainObject(value)) {
    const message = `A script is an object, not ${describeJson(value)}.`;
    return { script: null, issues: [{ path: "$", code: "not_an_object", message, hint: HINT }] };
  }
  const parsed = scriptSchema.safeParse(value);
  if (!parsed.success) {
    const words = { field: "field", hint: HINT } as const;
    const subject = { schema: scriptSchema, value, path: [], subject: "a script", words };
    const issues = describeSchemaIssues(parsed.error.issues, subject);
    return { script: null, issues: issues.slice(0, MAX_ISSUES).map(tidyIssue) };
  }
  const script = giveIds(parsed.data);
  const issues = [...findIssues(script)].slice(0, MAX_ISSUES).map(tidyIssue);
  return { script: issues.length === 0 ? script : null, issues };
}

function* findIssues(script: Script): Generator<Issue, void> {
  const { sections, personas = [], sources = [] } = script;
  yield* sameIds(sections.map(({ id }, index) => ({ id, path: ["sections", index, "id"] })));
  yield* sameIds(personas.map(({ id }, index) => ({ id, path: ["personas", index, "id"] })));
  const lines = sections.flatMap(({ narrations }, section) =>
    narrations.map((line, index) => ({ line, path: ["sections", section, "narrations", index] })),
  );
  yield* sameIds(lines.map(({ line, path }) => ({ id: line.id, path: [...path, "id"] })));
  const known = personas.map(({ id }) => id);
  for (const { line, path } of lines) {
    if (line.persona_id !== undefined && !known.includes(line.persona_id)) {
      yield unknownPersona(line.persona_id, known, [...path, "persona_id"]);
    }
    if (line.source !== undefined && line.source.source >= sources.length) {
      yield {
        path: formatJsonPath([...path, "source", "source"]),
        code: "unknown_source",
        message: `There is no source ${line.source.source}; the script has ${sources.length}.`,
        hint: "Sources are counted from 0, in the order of `sources`.",
      };
    }
  }
  for (const [index, section] of sections.entries()) yield* unevenSlide(section.slide, ["sections", index, "slide"]);
  yield* findTranslationIssues(script);
}

function* sameIds(entries: readonly { id: string; path: readonly PropertyKey[] }[]): Generator<Issue, void> {
  const seen = new Set<string>();
  for (const { id, path } of entries) {
    const name = id.toLowerCase();
    if (seen.has(name)) {
      yield {
        path: formatJsonPath(path),
        code: "duplicate_id",
        message: `The id \`${id}\` stands more than once.`,
        hint: "Ids name files, and capitals make no difference. One that is left out is made of the text.",
      };
    }
    seen.add(name);
  }
}

function unknownPersona(id: string, known: readonly string[], path: readonly PropertyKey[]): Issue {
  const there = known.length === 0 ? "The script has no `personas`." : `There are ${known.join(", ")}.`;
  return {
    path: formatJsonPath(path),
    code: "unknown_persona",
    message: `There is no persona \`${id}\`.`,
    hint: `${didYouMean(id, known)}${there}`,
  };
}

/** Rows and lines that are not as long as what heads them. */
function* unevenSlide(
  slide: Script["sections"][number]["slide"],
  path: readonly PropertyKey[],
): Generator<Issue, void> {
  if (slide?.layout === "table") {
    const { columns, rows } = slide;
    for (const [index, row] of rows.entries()) {
      if (row.length === columns.length) continue;
      yield {
        path: formatJsonPath([...path, "rows", index]),
        code: "uneven_table",
        message: `The row has ${row.length} cells, the table ${columns.length} columns.`,
        hint: 'An empty cell is written "".',
      };
    }
  }
  if (slide?.layout === "line-chart") {
    const { labels, lines } = slide;
    for (const [index, { values }] of lines.entries()) {
      if (values.length === labels.length) continue;
      yield {
        path: formatJsonPath([...path, "lines", index, "values"]),
        code: "uneven_chart",
        message: `The line has ${values.length} values, the chart ${labels.length} labels.`,
        hint: "A value that is not known is written null.",
      };
    }
  }
}
