// Writes so many megabytes of numbered lines of 100 bytes to stderr: `floods-stderr.mjs 100`.
import { writeSync } from "node:fs";

const lines = Number(process.argv[2]) * 10_000;
for (let first = 0; first < lines; first += 1000) {
  let chunk = Buffer.from(
    Array.from({ length: 1000 }, (_, index) => `line ${first + index} `.padEnd(99, "x")).join("\n") + "\n",
  );
  while (chunk.length > 0) chunk = chunk.subarray(writeSync(2, chunk));
}
