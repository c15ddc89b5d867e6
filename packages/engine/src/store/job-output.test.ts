import type { StoredArtifact } from "@proxx/contract";
import { expect, test } from "vitest";
import { outputIdentity, type JobOutput } from "./job-output.ts";

function file(sha256: string): StoredArtifact {
  const facts = { width: null, height: null, aspectRatio: null, duration: null, fps: null, hasAudio: null };
  return {
    path: `/${sha256}`,
    artifact: { kind: "audio", url: "", sha256, size: 1, mediaType: "audio/wav", ...facts },
  };
}

function output(files: string[], text: string | null = null): JobOutput {
  const transcript = text === null ? null : { language: null, text, words: [] };
  return { files: files.map(file), deferred: false, transcript, degradations: [] };
}

test("a file alone is its own identity", () => {
  expect(outputIdentity(output(["a"]))).toBe("a");
});

test("words and files beside it make another of the same file", () => {
  const identities = [output(["a"]), output(["a"], "x"), output(["a"], "y"), output(["a", "b"]), output([], "x")].map(
    outputIdentity,
  );
  expect(new Set(identities).size).toBe(5);
  expect(outputIdentity(output(["a"], "x"))).toBe(identities[1]);
});

test("other bytes are another output, whichever of its files has them and whatever is said beside it", () => {
  const outputs = [
    output(["a", "b"]),
    output(["a", "c"]),
    output(["c", "b"]),
    output(["b", "a"]),
    output(["a"], "x"),
    output(["b"], "x"),
  ];
  expect(new Set(outputs.map(outputIdentity)).size).toBe(outputs.length);
});
