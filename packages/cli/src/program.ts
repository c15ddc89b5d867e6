import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { PROXX_VERSION } from "@proxx/transcode/version";
import { EXIT_CODE, type ExitCode, type SetExitCode } from "./exit-code.ts";
import { collect, nonNegativeNumber, positiveInteger, positiveNumber } from "./input/option-values.ts";
import type { EarlyProbes } from "./input/start-probing.ts";
import { addMovieCommands } from "./movie-commands.ts";
import { addServerCommands } from "./server-commands.ts";
import { addVoiceCommands } from "./voice-commands.ts";

/** Runs the command line. Commands are loaded when they are called, so that `--version` costs next to nothing. */
export async function runProgram(argv: readonly string[], early: EarlyProbes): Promise<void> {
  let exitCode: ExitCode = EXIT_CODE.success;
  const set = async (code: Promise<ExitCode>) => {
    exitCode = await code;
  };
  try {
    await buildProgram(set, early).parseAsync([...argv], { from: "user" });
  } catch (error) {
    exitCode = await reportFailure(error, argv);
  }
  process.exitCode = exitCode;
}

/** All commands. What `set` takes is what the called one ends with. */
export function buildProgram(set: SetExitCode, early: EarlyProbes): Command {
  const program = new Command("proxx")
    .description("Video work is a document; running it yields a result with evidence.")
    .version(PROXX_VERSION, "-V, --version")
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nStart with:\n  proxx new clip.mov --profile proxy_h264_low --to ./proxies > job.json\n  proxx run job.json\n\nOr, where the work is a plan (of clips, captions, models):\n  proxx plan film.plan.json --why\n  proxx run-plan film.plan.json -o film.mp4\n\nOr, where a text is to be a movie:\n  proxx movie create article.md -o out\n\nOr, to do and see all of it in a browser:\n  proxx serve\n",
    );

  program
    .command("validate")
    .description("check a JobSpec, with every check that `run` makes before it encodes")
    .argument("<file>", "the JobSpec")
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExample:\n  proxx validate job.json\n")
    .action((file, options) =>
      set(import("./commands/validate.ts").then((command) => command.validate(file, options))),
    );

  program
    .command("run")
    .description("make, verify and publish what a JobSpec asks for; the result is the JSON on stdout")
    .argument("<file>", "the JobSpec")
    .addOption(
      new Option("--progress <how>", "auto: a bar on a terminal, else none")
        .choices(["auto", "plain", "json", "none"])
        .default("auto"),
    )
    .addOption(
      new Option("--verify <level>", "decode the ends of each output, or all of it")
        .choices(["ends", "full"])
        .default("ends"),
    )
    .option("--stall-seconds <n>", "end an encode that makes no progress for so long", positiveNumber, 300)
    .addHelpText(
      "after",
      "\nExample:\n  proxx run job.json > result.json && echo done\n\nExit codes: 0 done, 1 not valid, 2 failed, 3 partly done, 4 system, 64 usage.\n",
    )
    .action((file, options) => set(import("./commands/run.ts").then((command) => command.run(file, options, early))));

  program
    .command("watch")
    .description("run the JobSpecs that are dropped into a folder, and lose none")
    .argument("<folder>", "with pending/, running/, completed/ and failed/ in it, which are made")
    .option("--once", "one pass over what is there, then end")
    .option("--max-workers <n>", "jobs at a time", positiveInteger, 1)
    .option("--poll-seconds <n>", "how often to look", positiveNumber, 2)
    .option("--settle-seconds <n>", "what changed less long ago is still being written", nonNegativeNumber, 2)
    .option("--stall-seconds <n>", "end an encode that makes no progress for so long", positiveNumber, 300)
    .addOption(
      new Option("--verify <level>", "decode the ends of each output, or all of it")
        .choices(["ends", "full"])
        .default("ends"),
    )
    .option("--recursive", "take specs of sub-folders too")
    .addOption(
      new Option("--log-format <how>", "lines for people, or JSON lines").choices(["human", "json"]).default("human"),
    )
    .option("--status", "show what the folder holds and who watches it, and end")
    .option("--json", "with --status: as JSON")
    .option("--init", "make the folder, and end")
    .addHelpText(
      "after",
      "\nExample:\n  proxx watch /media/watch --init\n  proxx watch /media/watch --max-workers 2\n\nExit codes: 0 stopped by a signal or done, 1 the folder cannot be watched, 64 usage.\n",
    )
    .action((folder, options) => set(import("./commands/watch.ts").then((command) => command.watch(folder, options))));

  planOptions(
    program
      .command("plan")
      .description("show what a plan would make and what it would reuse, without making anything")
      .argument("<file>", "the plan"),
  )
    .option("--why", "say of each job why")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  proxx plan film.plan.json --why\n")
    .action((file, options) => set(import("./commands/plan.ts").then((command) => command.plan(file, options))));

  planOptions(
    program
      .command("run-plan")
      .description("run a plan; the execution is the JSON on stdout")
      .argument("<file>", "the plan"),
  )
    .option("-o, --output <file>", "write the result to a new file as well")
    .addOption(
      new Option("--progress <how>", "auto: a bar on a terminal, else none")
        .choices(["auto", "plain", "json", "none"])
        .default("auto"),
    )
    .option(
      "--trace <file>",
      "write what happens to a new file: .jsonl for JSON lines, .json for ui.perfetto.dev",
      traceFile,
    )
    .option("--keep-work <folder>", "leave what the jobs work with there, for the commands of a debug log to find")
    .addHelpText(
      "after",
      "\nExample:\n  proxx run-plan film.plan.json -o film.mp4\n  proxx run-plan film.plan.json --trace film.trace.json\n  PROXX_LOG_LEVEL=debug proxx run-plan film.plan.json --keep-work work   # every command, to be pasted into a shell\n\nExit codes: 0 done, 1 not valid, 2 failed, 3 partly done, 4 system, 64 usage.\n",
    )
    .action((file, options) => set(import("./commands/run-plan.ts").then((command) => command.runPlan(file, options))));

  addMovieCommands(program, set);
  addVoiceCommands(program, set);
  addServerCommands(program, set);

  program
    .command("new")
    .description("write a valid JobSpec")
    .argument("<source...>", "the clips")
    .requiredOption("--profile <name>", "a name of `proxx profiles`")
    .requiredOption("--to <folder>", "existing folder for the outputs")
    .option("--codec <name>", "where the profile leaves it open")
    .option("--container <name>", "default: the codec's usual one")
    .option("--resolution <size>", "same, half, quarter or WxH; default: the profile's")
    .option("--fps <mode>", "preserve_source or force_<rate>", "preserve_source")
    .option("--name <template>", "output name", "{source_name}_{profile}")
    .option("--resolve-preset <name>", "render preset, for camera RAW")
    .option("-o, --output <file>", "write to a new file instead of stdout")
    .addHelpText(
      "after",
      "\nExample:\n  proxx new A001.mov A002.mov --profile proxy_prores_proxy --to /media/proxies -o job.json\n",
    )
    .action((sources, options) =>
      set(import("./commands/new.ts").then((command) => command.newSpec(sources, options))),
    );

  program
    .command("upgrade")
    .description("print an older JobSpec in its 1.0.0 form")
    .argument("<file>", "the older JobSpec")
    .addHelpText("after", "\nExample:\n  proxx upgrade old.json > job.json\n")
    .action((file) => set(import("./commands/upgrade.ts").then((command) => command.upgrade(file))));

  program
    .command("profiles")
    .description("list the encode profiles")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  proxx profiles\n")
    .action((options) => set(import("./commands/profiles.ts").then((command) => command.profiles(options))));

  program
    .command("schema")
    .description("print the JSON Schema of a document")
    .argument("<document>", "jobspec, result, plan, execution, script, movie-config or webhook")
    .addHelpText("after", "\nExample:\n  proxx schema jobspec > jobspec.schema.json\n")
    .action((name) => set(import("./commands/schema.ts").then((command) => command.schema(name))));

  program
    .command("doctor")
    .description("show what is installed, what it can encode, and how to mend what is missing")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  proxx doctor\n")
    .action((options) => set(import("./commands/doctor.ts").then((command) => command.doctor(options))));
  return program;
}

function planOptions(command: Command): Command {
  return command
    .option("--strict", "refuse whatever could only be done in a lesser way than asked for")
    .option("--home <folder>", "where artifacts are kept; default: PROXX_HOME, else the user's data folder")
    .option("--provider <module>", "a module with a provider of your own; can be repeated", collect)
    .option("--keep-intermediates", "each job makes a file of its own")
    .option("--allow-private-sources", "fetch sources from private addresses too");
}

/** The name of a trace, which says what it is to be. */
function traceFile(name: string): string {
  if (/\.jsonl?$/i.test(name)) return name;
  throw new InvalidArgumentError("Expected a name that ends with .jsonl or .json.");
}

async function reportFailure(error: unknown, argv: readonly string[]): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT_CODE.success;
    if (argv[0] === "run") await (await import("./commands/run.ts")).printUsageResult(error.message);
    return EXIT_CODE.usage;
  }
  const { reportSystemFailure } = await import("./output/report-system-failure.ts");
  return reportSystemFailure(error);
}
