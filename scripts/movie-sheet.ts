// Frames of the movie of examples/article.md, as one picture for docs/movies.md.
//
//   node --conditions=@proxx/source scripts/movie-sheet.ts [FILE]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFfmpeg } from "@proxx/testing/make-clip";

const FRAMES = 6;
const TILES = "scale=494:278:flags=lanczos,tile=3x2:padding=8:color=0xcacaca";

const [file = "docs/images/movies/article.webp"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "proxx-sheet-"));
try {
  const program = ["scripts/proxx.mjs", "movie", "create", "examples/article.md", "-o", folder];
  const { path, sections } = JSON.parse(execFileSync(process.execPath, program, { encoding: "utf8" })) as {
    path: string;
    sections: { startSeconds: number }[];
  };
  // Shortly before each ends all of it is there, and the last line is said. The credits are not among them.
  const ends = sections.slice(1).map(({ startSeconds }) => startSeconds - 1.51);
  const shown = Array.from({ length: FRAMES }, (_, index) => Math.round((index * (ends.length - 1)) / (FRAMES - 1)));
  const wanted = shown.map((index) => `gte(t,${ends[index]})*lt(t,${ends[index]}+1/30)`).join("+");
  runFfmpeg(["-i", path, "-vf", `select='${wanted}',${TILES}`, "-frames:v", "1", "-quality", "82", file]);
} finally {
  rmSync(folder, { recursive: true });
}
