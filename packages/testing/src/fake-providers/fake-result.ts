import type { FakeReply } from "./fake-server.ts";

export interface FakeFile {
  data: Uint8Array;
  mediaType: string;
}

/** What a model gives: files, or an output of its own, such as a transcript. */
export type FakeResult = FakeFile | readonly FakeFile[] | { output: unknown };

/** How a model's runs end. */
export type FakeEnding =
  | "success"
  | "failure"
  /** The provider's filter strikes. */
  | "refusal"
  /** It succeeded, and its output has been deleted since. */
  | "expired"
  /** It succeeded, and its output is nothing. */
  | "empty";

export interface FakeResults {
  /** The result of each model; `*` is for those that are not named. */
  results: Readonly<Record<string, FakeResult>>;
  /** @default "success" */
  ending?: FakeEnding | undefined;
  /** How many questions are answered with "still running" before the end. @default 1 */
  polls?: number | undefined;
  /** The only key that is let in. @default FAKE_KEY */
  apiKey?: string | undefined;
}

export const FAKE_KEY = "fake-key-0123456789";

export function resultOf(results: FakeResults["results"], model: string): FakeResult {
  const result = Object.hasOwn(results, model) ? results[model] : results["*"];
  if (result === undefined) throw new Error(`The test gives no result for ${model}.`);
  return result;
}

export function filesOf(result: FakeResult): readonly FakeFile[] {
  if ("output" in result) return [];
  return "data" in result ? [result] : result;
}

/** Files at addresses of the fake's own. */
export interface FakeFiles {
  /** The path of a file from now on, under `/files/`. */
  publish(file: FakeFile): string;
  answer(path: string): FakeReply;
}

export function createFakeFiles(): FakeFiles {
  const files = new Map<string, FakeFile>();
  return {
    publish(file) {
      const path = `/files/${files.size + 1}.${file.mediaType.split("/")[1] ?? "bin"}`;
      files.set(path, file);
      return path;
    },
    answer(path) {
      const file = files.get(path);
      return file === undefined
        ? { status: 404, body: { detail: "not found" } }
        : { headers: { "content-type": file.mediaType }, body: file.data };
    },
  };
}
