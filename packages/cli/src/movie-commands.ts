import { Option, type Command } from "commander";
import { positiveNumber } from "./input/option-values.ts";
import type { SetExitCode } from "./server-commands.ts";

const EXIT_CODES = "\nExit codes: 0 done, 1 not valid, 2 failed, 3 partly done, 4 system, 64 usage.\n";

/** The commands about movies. */
export function addMovieCommands(program: Command, set: SetExitCode): void {
  const movie = program
    .command("movie")
    .description("make a movie of a page, an article, a script")
    .addHelpText("after", "\nStart with:\n  proxx movie create article.md -o out\n");

  writingOptions(
    movie
      .command("script")
      .description("write the script of a movie, and nothing else")
      .argument("<source...>", "addresses or files: pages, Markdown, text; - for the standard input"),
  )
    .addHelpText("after", `\nExample:\n  proxx movie script https://example.com/tides -o out\n${EXIT_CODES}`)
    .action((sources, options) =>
      set(import("./commands/movie/script.ts").then((command) => command.script(sources, options))),
    );

  movie
    .command("themes")
    .description("list the looks of slides")
    .option("--json", "as JSON")
    .action((options) => set(import("./commands/movie/themes.ts").then((command) => command.themes(options))));

  movie
    .command("init")
    .description("write a proxx.yaml with every setting, each with what it does")
    .action(() => set(import("./commands/movie/init.ts").then((command) => command.init())));
}

function writingOptions(command: Command): Command {
  return movieOptions(command)
    .option("--language <tag>", "what the movie is in; default: what the source is written in")
    .option("--seconds <n>", "about how long it is to be; default: 150", positiveNumber)
    .option("--grounded", "refuse what a model says beyond its sources")
    .option("--rewrite", "write the script again, over what was changed in it");
}

function movieOptions(command: Command): Command {
  return command
    .requiredOption("-o, --output <folder>", "where the movie and all that belongs to it lie")
    .option("--config <file>", "settings; default: proxx.yaml, if it is there")
    .option("--allow-private-sources", "fetch sources from private addresses too")
    .addOption(
      new Option("--progress <how>", "auto: a bar on a terminal, else none")
        .choices(["auto", "plain", "json", "none"])
        .default("auto"),
    );
}
