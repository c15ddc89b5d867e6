import { client } from "../live/server.ts";
import { words } from "../words/words.ts";
import { placeIssues, type PlacedIssue } from "./issue-lines.ts";

/** What is wrong with a text that is to be a JobSpec: by its form here, by its meaning at the server. */
export async function checkText(text: string, signal: AbortSignal): Promise<PlacedIssue[]> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [notJson(text, error)];
  }
  const { issues } = await client.jobSpecs.validate(document, { signal });
  return placeIssues(text, issues);
}

function notJson(text: string, error: unknown): PlacedIssue {
  const message = error instanceof Error ? error.message : String(error);
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const before = position === undefined ? text : text.slice(0, Number(position));
  return {
    path: "$",
    code: "not_json",
    message: words.peek().jobSpecs.notJson,
    hint: message,
    line: before.split("\n").length,
  };
}
