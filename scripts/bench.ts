// `npm run bench -- NAME [--json]`: each benchmark compares Proxx with the bare tool, alternating, in one run.
const BENCHES: Readonly<Record<string, () => Promise<{ run: (options: { json: boolean }) => Promise<void> }>>> = {
  transcode: () => import("./bench/transcode.ts"),
  watch: () => import("./bench/watch.ts"),
  plan: () => import("./bench/plan.ts"),
  server: () => import("./bench/server.ts"),
  sizing: () => import("./bench/sizing.ts"),
};

const [name = "", ...flags] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join("|")} [--json]\n`);
  process.exitCode = 64;
} else {
  await (await bench()).run({ json: flags.includes("--json") });
}
