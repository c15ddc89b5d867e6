// Writes so many megabytes without a line's end to stdout (1) or stderr (2): `endless-line.mjs 50 1`.
import { writeSync } from "node:fs";

const [megabytes, descriptor] = process.argv.slice(2).map(Number);
for (let written = 0; written < megabytes; written++) {
  let chunk = Buffer.alloc(1_000_000, "y");
  while (chunk.length > 0) chunk = chunk.subarray(writeSync(descriptor, chunk));
}
