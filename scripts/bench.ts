// `npm run bench -- NAME [--json] [--only PART]…`: each benchmark compares Proxx with the bare tool, alternating, in one run.
// Only `server`, `movie` and `page` have parts.
interface BenchOptions {
  json: boolean;
  only: readonly string[];
}

const BENCHES: Readonly<Record<string, () => Promise<{ run: (options: BenchOptions) => Promise<void> }>>> = {
  transcode: () => import("./bench/transcode.ts"),
  watch: () => import("./bench/watch.ts"),
  movie: () => import("./bench/movie/run-movie-bench.ts"),
  plan: () => import("./bench/plan.ts"),
  server: () => import("./bench/server.ts"),
  sizing: () => import("./bench/sizing.ts"),
  page: () => import("./bench/page.ts"),
};

const [name = "", ...flags] = process.argv.slice(2);
const bench = BENCHES[name];
const only = flags.flatMap((flag, index) => (flags[index - 1] === "--only" ? [flag] : []));
// A bench takes minutes: nothing is begun because of a flag that is none.
const unknown = flags.find((flag) => !["--json", "--only", ...only].includes(flag));
if (!bench || unknown !== undefined) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join("|")} [--json] [--only PART]…\n`);
  process.exitCode = 64;
} else {
  await (await bench()).run({ json: flags.includes("--json"), only });
}
