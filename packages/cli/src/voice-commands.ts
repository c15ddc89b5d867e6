import { Option, type Command } from "commander";
import type { SetExitCode } from "./exit-code.ts";

/** The commands about voices that are fetched once and speak without a network from then on. */
export function addVoiceCommands(program: Command, set: SetExitCode): void {
  const voices = program
    .command("voices")
    .description("list the neural voices that were added, and those that can be")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  proxx voices\n  proxx voices add piper:thorsten\n")
    .action((options) => set(import("./commands/voices/list.ts").then((command) => command.list(options))));

  voices
    .command("add")
    .description("fetch a voice, once; it then speaks its language where nobody else is named")
    .argument("<name>", "one of `proxx voices`, such as piper:thorsten")
    .option("--from <file>", "its archive where it is here already; or an address that has the same")
    .option("--again", "fetch it anew where it is there")
    .option("--allow-private-sources", "fetch it from a private address too")
    .addOption(
      new Option("--progress <how>", "auto: a bar on a terminal, else none")
        .choices(["auto", "plain", "json", "none"])
        .default("auto"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  proxx voices add piper:thorsten\n  proxx voices add kokoro:en --from kokoro-int8-en-v0_19.tar.bz2\n\nWhat breaks is gone on with by the next one. Exit codes: 0 done, 1 no such voice or file, 2 failed, 4 system, 64 usage.\n",
    )
    .action((name, options) => set(import("./commands/voices/add.ts").then((command) => command.add(name, options))));

  voices
    .command("remove")
    .description("remove the files of a voice")
    .argument("<name>", "one that was added")
    .addHelpText("after", "\nExample:\n  proxx voices remove piper:thorsten\n")
    .action((name) => set(import("./commands/voices/remove.ts").then((command) => command.remove(name))));
}
