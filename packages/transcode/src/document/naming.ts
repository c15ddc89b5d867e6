import { didYouMean, type Issue } from "@proxx/contract";
import { toNumber, type MediaFacts } from "@proxx/media";

export const TOKENS = [
  "source_name",
  "source_ext",
  "index",
  "job_id",
  "codec",
  "resolution",
  "profile",
  "date",
  "time",
  "width",
  "height",
  "fps",
  "reel",
  "timecode",
] as const;

type Token = (typeof TOKENS)[number];

const MAX_NAME_BYTES = 200;
const TOKEN_PATTERN = /\{([^{}]*)\}/g;

/** What is wrong with a template whatever the sources are. */
export function* checkTemplate(template: string, sourceCount: number): Generator<Issue> {
  const issue = (code: string, message: string, hint: string): Issue => ({
    path: "$.output_name_template",
    code,
    message,
    hint,
  });
  const used = [...template.matchAll(TOKEN_PATTERN)].map((match) => match[1] ?? "");
  for (const token of used) {
    if (isToken(token)) continue;
    yield issue(
      "unknown_token",
      `{${token.slice(0, 40)}} is not a token.`,
      `${didYouMean(token, TOKENS)}The tokens are ${TOKENS.map((name) => `{${name}}`).join(" ")}.`,
    );
  }
  const literal = template.replaceAll(TOKEN_PATTERN, "");
  if (/[{}]/.test(literal)) {
    yield issue(
      "unbalanced_token",
      "The template has a brace that opens or closes no token.",
      "Write tokens as {source_name}.",
    );
  }
  const problem = nameProblem(literal.replaceAll(/[{}]/g, "") + (used.length > 0 ? "x" : ""));
  if (problem !== null) yield issue("invalid_name", `The template ${problem}.`, "It names a file, not a path.");
  if (sourceCount > 1 && !used.some((token) => ["source_name", "index", "reel", "timecode"].includes(token))) {
    yield issue(
      "ambiguous_name",
      `All ${sourceCount} clips would get the same name.`,
      "Put {source_name} or {index} into the template.",
    );
  }
}

export interface NamingInputs {
  jobId: string;
  codec: string;
  resolution: string;
  profile: string;
  createdAt: string;
  container: string;
}

/** What a name is made of. */
export interface NamedSource {
  fileName: string;
  index: number;
  facts: MediaFacts | null;
}

/** The file name of one clip, or what stands against it. Tokens are replaced in one pass: a value is never read again. */
export function resolveName(
  template: string,
  source: NamedSource,
  inputs: NamingInputs,
): { name: string } | { problem: string; hint: string } {
  const missing: Token[] = [];
  const stem = template.replaceAll(TOKEN_PATTERN, (whole, token: string) => {
    if (!isToken(token)) return whole;
    const value = tokenValue(token, source, inputs);
    if (value === null) missing.push(token);
    return value ?? "";
  });
  const [token] = missing;
  if (token !== undefined) {
    return {
      problem: `the source has no ${token} for {${token}}`,
      hint: "Take another token, or a source that carries it.",
    };
  }
  const composed = stem.normalize("NFC");
  const name = `${composed}.${inputs.container}`;
  const problem = nameProblem(composed) ?? nameProblem(name);
  if (problem !== null) {
    return {
      problem: `the name ${JSON.stringify(name.slice(0, 80))} ${problem}`,
      hint: "Rename the source, or use {index} instead.",
    };
  }
  return { name };
}

function tokenValue(token: Token, { fileName, index, facts }: NamedSource, inputs: NamingInputs): string | null {
  const created = new Date(inputs.createdAt).toISOString();
  const dot = fileName.lastIndexOf(".");
  const video = facts?.video ?? null;
  switch (token) {
    case "source_name":
      return dot > 0 ? fileName.slice(0, dot) : fileName;
    case "source_ext":
      return dot > 0 ? fileName.slice(dot + 1) : "";
    case "index":
      return String(index).padStart(3, "0");
    case "job_id":
      return inputs.jobId;
    case "codec":
      return inputs.codec;
    case "resolution":
      return inputs.resolution;
    case "profile":
      return inputs.profile;
    case "date":
      return created.slice(0, 10).replaceAll("-", "");
    case "time":
      return created.slice(11, 19).replaceAll(":", "");
    case "width":
      return video && String(video.width);
    case "height":
      return video && String(video.height);
    case "fps":
      return video?.frameRate ? String(Number(toNumber(video.frameRate).toFixed(3))) : null;
    case "reel":
      return facts?.reel ?? null;
    case "timecode":
      // `:` and `;` are not allowed in names everywhere.
      return facts?.timecode?.replaceAll(/[:;.]/g, "-") ?? null;
  }
}

function nameProblem(name: string): string | null {
  if (name.trim() === "") return "is empty";
  if (/[/\\]/.test(name)) return "contains a path separator";
  if (!name.isWellFormed()) return "is not well-formed Unicode";
  if (name.includes("..")) return "contains `..`";
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) return "contains a control character";
  if (name.endsWith(".") || name.endsWith(" ")) return "ends with a dot or a space";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  return null;
}

function isToken(name: string): name is Token {
  return (TOKENS as readonly string[]).includes(name);
}
