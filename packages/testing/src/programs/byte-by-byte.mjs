// Writes a text one byte at a time: `byte-by-byte.mjs "für 源"`.
import { writeSync } from "node:fs";

for (const byte of Buffer.from(`${process.argv[2]}\n`)) writeSync(1, Uint8Array.of(byte));
