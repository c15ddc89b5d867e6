import type { EarlyProbes } from "./input/start-probing.ts";

/** The entry of `proxx`: small, so that what takes longest, reading a JobSpec's sources, begins before the rest is loaded. */
export async function main(argv: readonly string[]): Promise<void> {
  const early = argv[0] === "run" ? await probeEarly(argv.slice(1)) : NOTHING_EARLY;
  try {
    const { runProgram } = await import("./program.ts");
    await runProgram(argv, early);
  } finally {
    early.stop();
  }
}

const NOTHING_EARLY: EarlyProbes = { probes: new Map(), stop: () => {} };

async function probeEarly(args: readonly string[]): Promise<EarlyProbes> {
  // A guess: whichever argument it is, one that turns out to be no JobSpec is left alone.
  const file = args.find((argument) => !argument.startsWith("-") && argument.includes("."));
  return file === undefined ? NOTHING_EARLY : (await import("./input/start-probing.ts")).startProbing(file);
}
