import { createHash } from "node:crypto";
import { runTool } from "@proxx/media";
import type { NeuralVoice } from "../src/neural/neural-voices.ts";

export interface TarEntry {
  name: string;
  /** @default a file */
  kind?: "0" | "1" | "2" | "5" | "L" | "x";
  content?: Uint8Array | string;
  link?: string;
}

/** A `.tar.bz2` with these entries, whatever they say. */
export async function packArchive(entries: readonly TarEntry[]): Promise<Buffer> {
  return await packed(tarOf(entries));
}

/** A tar archive as GNU's tar writes one. */
function tarOf(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(entryOf), Buffer.alloc(1024)]);
}

function entryOf({ name, kind = "0", content = "", link = "" }: TarEntry): Buffer[] {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(" ".repeat(8), 148);
  header.write(kind, 156);
  header.write(link, 157, 100);
  header.write("ustar  \0", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
}

/** By the bzip2 of Python, which is libbz2. */
export async function packed(data: Uint8Array, level = 9): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const program = `import bz2, sys; sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read(), ${level}))`;
  const run = await runTool({
    command: "python3",
    args: ["-c", program],
    input: (async function* () {
      yield data;
    })(),
    onStdout: (chunk) => void chunks.push(chunk),
  });
  if (run.exitCode !== 0) throw new Error(run.stderrTail.join("\n"));
  return Buffer.concat(chunks);
}

/** A voice as Proxx knows some, whose archive is this one. */
export function voiceOf(archive: Uint8Array, about: Partial<NeuralVoice> = {}): NeuralVoice {
  return {
    name: "piper:test",
    engine: "piper",
    language: "en-GB",
    description: "a tone",
    licence: "CC0 1.0",
    licenceUrl: "https://example.com/licence",
    archive: "vits-piper-en_GB-test-medium.tar.bz2",
    bytes: archive.length,
    sha256: createHash("sha256").update(archive).digest("hex"),
    model: "en_GB-test-medium.onnx",
    ...about,
  };
}

export const ROOT = "vits-piper-en_GB-test-medium";

/** All that a voice has to have, and nothing that speaks. */
export const VOICE_ENTRIES: readonly TarEntry[] = [
  { name: `${ROOT}/`, kind: "5" },
  { name: `${ROOT}/en_GB-test-medium.onnx`, content: "a model" },
  { name: `${ROOT}/tokens.txt`, content: "_ 0\n" },
  { name: `${ROOT}/MODEL_CARD`, content: "License: CC0\n" },
  { name: `${ROOT}/espeak-ng-data/lang/en`, content: "name English\n" },
];
