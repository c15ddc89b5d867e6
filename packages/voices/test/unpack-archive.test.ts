import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { ArchiveFault } from "../src/neural/archive/bit-reader.ts";
import { bunzip2 } from "../src/neural/archive/bunzip2.ts";
import { unpackArchive } from "../src/neural/archive/unpack-archive.ts";
import { packArchive, packed, ROOT, VOICE_ENTRIES, type TarEntry } from "./pack-archive.ts";

const signal = new AbortController().signal;

function reader(bytes: Uint8Array) {
  let at = 0;
  return (buffer: Uint8Array) => {
    const part = bytes.subarray(at, at + buffer.length);
    buffer.set(part);
    at += part.length;
    return part.length;
  };
}

const unpacked = (bytes: Uint8Array) => Buffer.concat([...bunzip2(reader(bytes))]);

/** True where it is refused as an archive; null where it is not refused. */
function faultOf(bytes: Uint8Array): true | null {
  try {
    unpacked(bytes);
    return null;
  } catch (error) {
    if (error instanceof ArchiveFault) return true;
    throw error;
  }
}

async function unpackTo(entries: readonly TarEntry[], options: { maxBytes?: number } = {}) {
  const outside = temporaryFolder();
  const folder = temporaryFolder(outside);
  const path = join(outside, "voice.tar.bz2");
  writeFileSync(path, await packArchive(entries));
  const done = unpackArchive(path, folder, { root: ROOT, maxBytes: 1_000_000, signal, ...options });
  return { done, folder, outside };
}

test("unpacks what bzip2 packs: noise, runs of every length, several blocks, nothing, one archive behind another", async () => {
  const random = createRandom(3);
  const noise = Buffer.from(Array.from({ length: 250_000 }, () => Math.floor(random() * 256)));
  const runs = Buffer.concat(Array.from({ length: 600 }, (_, length) => Buffer.alloc(length, 97 + (length % 3))));
  for (const data of [noise, runs, Buffer.alloc(2_000_000), Buffer.from("x"), Buffer.alloc(0)]) {
    expect(unpacked(await packed(data, 1)).equals(data)).toBe(true);
    expect(unpacked(await packed(data, 9)).equals(data)).toBe(true);
  }
  const two = Buffer.concat([await packed(runs), await packed(noise, 1)]);
  expect(unpacked(two).equals(Buffer.concat([runs, noise]))).toBe(true);
});

test("tells every archive that is cut off or has another bit from one that is whole", async () => {
  const whole = await packed(Buffer.from("The tide turns twice a day. ".repeat(20)), 1);
  for (let length = 0; length < whole.length; length += 1) {
    expect(() => unpacked(whole.subarray(0, length)), `${length} bytes`).toThrow();
  }
  for (let bit = 0; bit < (whole.length - 1) * 8; bit += 1) {
    const other = Buffer.from(whole);
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    // Bits of a table that no symbol is read by mean nothing.
    expect(faultOf(other) ?? unpacked(other).equals(unpacked(whole)), `bit ${bit}`).toBe(true);
  }
});

test("writes the files of a voice below its own folder, with long names too", async () => {
  const long = `${ROOT}/${"deep/".repeat(30)}file`;
  const { done, folder } = await unpackTo([
    ...VOICE_ENTRIES,
    { name: "././@LongLink", kind: "L", content: `${long}\0` },
    { name: long.slice(0, 100), content: "GNU" },
    { name: "PaxHeader", kind: "x", content: `${`${ROOT}/pax`.length + 9} path=${ROOT}/pax\n` },
    { name: "short", content: "pax" },
  ]);
  await done;
  expect(readFileSync(join(folder, "tokens.txt"), "utf8")).toBe("_ 0\n");
  expect(readFileSync(join(folder, "espeak-ng-data/lang/en"), "utf8")).toBe("name English\n");
  expect(readFileSync(join(folder, long.slice(ROOT.length)), "utf8")).toBe("GNU");
  expect(readFileSync(join(folder, "pax"), "utf8")).toBe("pax");
});

test.each([
  ["a name with ..", [{ name: `${ROOT}/../escaped`, content: "x" }], "does not lie below"],
  ["a name from / on", [{ name: "/tmp/escaped", content: "x" }], "does not lie below"],
  ["a name beside its root", [{ name: "escaped", content: "x" }], "does not lie below"],
  [
    "a long name with ..",
    [{ name: "l", kind: "L", content: `${ROOT}/../escaped` }, { name: "x" }],
    "does not lie below",
  ],
  ["a backslash", [{ name: `${ROOT}/..\\escaped`, content: "x" }], "does not lie below"],
  ["a link", [{ name: `${ROOT}/a`, kind: "2", link: ".." }, { name: `${ROOT}/a/escaped` }], "neither a file nor"],
  ["a hard link", [{ name: `${ROOT}/a`, kind: "1", link: "/etc/passwd" }], "neither a file nor"],
  [
    "a file twice",
    [
      { name: `${ROOT}/a`, content: "x" },
      { name: `${ROOT}/a`, content: "y" },
    ],
    "twice",
  ],
  [
    "a file in a file",
    [
      { name: `${ROOT}/a`, content: "x" },
      { name: `${ROOT}/a/b`, content: "y" },
    ],
    "twice",
  ],
  ["more than it may", [{ name: `${ROOT}/a`, content: Buffer.alloc(1_000_001) }], "more than 1000000 bytes"],
] as [string, TarEntry[], string][])("refuses %s, and writes nothing outside", async (_what, entries, says) => {
  const { done, outside } = await unpackTo(entries);
  await expect(done).rejects.toThrow(says);
  expect(existsSync("/tmp/escaped")).toBe(false);
  expect(readdirSync(outside)).toHaveLength(2);
});
