import { InvalidArgumentError, Option, type Command } from "commander";
import { collect, languageTag, languageTags, movieSeconds, positiveNumber } from "./input/option-values.ts";
import type { SetExitCode } from "./exit-code.ts";

const EXIT_CODES = "\nExit codes: 0 done, 1 not valid, 2 failed, 3 partly done, 4 system, 64 usage.\n";

/** The commands about movies. */
export function addMovieCommands(program: Command, set: SetExitCode): void {
  const movie = program
    .command("movie")
    .description("make a movie of a page, an article, a script")
    .addHelpText("after", "\nStart with:\n  proxx movie create article.md -o out\n");

  makingOptions(
    writingOptions(
      movie
        .command("create")
        .description("make a movie of a page, a Markdown file or a text")
        .argument("<source...>", "addresses or files; - for the standard input"),
    ),
  )
    .option("--language <tags>", "what the movie is in; several, such as en,ja, make one of each", languageTags)
    .addHelpText(
      "after",
      `\nExample:\n  proxx movie create article.md -o out\n  proxx movie create https://example.com/tides -o tides --size 9:16 --theme folio --language en,ja\n${EXIT_CODES}`,
    )
    .action((sources, options) =>
      set(import("./commands/movie/create.ts").then((command) => command.create(sources, options))),
    );

  writingOptions(
    movie
      .command("script")
      .description("write the script of a movie, and nothing else")
      .argument("<source...>", "addresses or files: pages, Markdown, text; - for the standard input"),
  )
    .option("--language <tag>", "what it is in; default: what the source is written in", languageTag)
    .addHelpText("after", `\nExample:\n  proxx movie script https://example.com/tides -o out\n${EXIT_CODES}`)
    .action((sources, options) =>
      set(import("./commands/movie/script.ts").then((command) => command.script(sources, options))),
    );

  makingOptions(movieOptions(movie.command("audio").description("speak the lines of the script, and nothing else")))
    .addHelpText("after", `\nExample:\n  proxx movie audio -o out --voice espeak:en-gb\n${EXIT_CODES}`)
    .action((options) => set(import("./commands/movie/audio.ts").then((command) => command.audio(options))));

  makingOptions(movieOptions(movie.command("slides").description("draw the slides of the script, and nothing else")))
    .addHelpText("after", `\nExample:\n  proxx movie slides -o out --theme circuit\n${EXIT_CODES}`)
    .action((options) => set(import("./commands/movie/slides.ts").then((command) => command.slides(options))));

  makingOptions(
    movieOptions(movie.command("render").description("make the movie of the script again: only what changed")),
  )
    .option("--language <tags>", "what the movie is in; several, such as en,ja, make one of each", languageTags)
    .option("--why", "say of what was made why")
    .addHelpText(
      "after",
      `\nExample:\n  proxx movie render -o out --why\n  proxx movie render -o out --language en,ja\n${EXIT_CODES}`,
    )
    .action((options) => set(import("./commands/movie/render.ts").then((command) => command.render(options))));

  sceneOptions(
    movieOptions(
      movie
        .command("preview")
        .description("show one section as it will be: its slides, and a small movie of it")
        .argument("<scene>", "its number, or its id"),
    ),
  )
    .addHelpText("after", `\nExample:\n  proxx movie preview 3 -o out\n${EXIT_CODES}`)
    .action((scene, options) =>
      set(import("./commands/movie/preview.ts").then((command) => command.preview(scene, options))),
    );

  sceneOptions(
    movieOptions(
      movie.command("watch").description("make a preview of each section that is changed and saved, until stopped"),
    ),
  )
    .addHelpText("after", `\nExample:\n  proxx movie watch -o out\n${EXIT_CODES}`)
    .action((options) => set(import("./commands/movie/watch.ts").then((command) => command.watch(options))));

  movie
    .command("check")
    .description("say what is wrong with a movie, and how long it will be, before it is made")
    .argument("[folder]", "the movie's folder, or its script", ".")
    .option("--json", "as JSON")
    .option("--strict", "take warnings for errors")
    .option("--max-minutes <n>", "warn where the movie is longer", positiveNumber)
    .option("--language <tag>", "the movie in this one of its languages", languageTag)
    .option("--ignore <code>", "say nothing of this; can be repeated", collect)
    .option("--theme <name>", "a name of `proxx movie themes`")
    .option("--brand <name>", "one of `brands` in the settings")
    .option("--size <size>", "16:9, 9:16, 1:1 or width and height")
    .option("--config <file>", "settings; default: proxx.yaml, if it is there")
    .addHelpText(
      "after",
      `\nExample:\n  proxx movie check out\n  proxx movie check out/script.yaml --size 9:16 --max-minutes 3 --strict\n\nExit codes: 0 no errors, 1 errors, 4 system, 64 usage.\n`,
    )
    .action((folder, options) =>
      set(import("./commands/movie/check.ts").then((command) => command.check(folder, options))),
    );

  movie
    .command("voices")
    .description("list who speaks here, how each is named, and what other engines take")
    .option("--language <tag>", "only those of this language")
    .option("--json", "as JSON")
    .option("--config <file>", "settings; default: proxx.yaml, if it is there")
    .addHelpText("after", "\nExample:\n  proxx movie voices --language en\n")
    .action((options) => set(import("./commands/movie/voices.ts").then((command) => command.voices(options))));

  movie
    .command("themes")
    .description("list the looks of slides")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  proxx movie themes\n")
    .action((options) => set(import("./commands/movie/themes.ts").then((command) => command.themes(options))));

  movie
    .command("init")
    .description("write a proxx.yaml with every setting, each with what it does")
    .addHelpText("after", "\nExample:\n  proxx movie init\n")
    .action(() => set(import("./commands/movie/init.ts").then((command) => command.init())));
}

function writingOptions(command: Command): Command {
  return movieOptions(command)
    .option("--seconds <n>", "about how long it is to be, 20 to 3600; default: 150", movieSeconds)
    .option("--grounded", "refuse what a model says beyond its sources")
    .option("--rewrite", "write the script again, over what was changed in it");
}

function makingOptions(command: Command): Command {
  return sceneOptions(command).option("--scenes <range>", "only these sections, such as 2-4", sceneRange);
}

function sceneOptions(command: Command): Command {
  return command
    .option("--voice <name>", "who speaks, such as espeak:en-gb")
    .option("--theme <name>", "a name of `proxx movie themes`")
    .option("--brand <name>", "one of `brands` in the settings")
    .option("--size <size>", "16:9, 9:16, 1:1 or width and height")
    .option("--fps <n>", "frames in a second; default: 30", positiveNumber)
    .addOption(new Option("--renderer <name>", "remotion is to be installed").choices(["native", "remotion"]))
    .addOption(new Option("--subtitle-style <name>", "default: box").choices(["box", "outline", "light"]))
    .option("--no-subtitles", "leave them to the files beside the movie");
}

function sceneRange(text: string): string {
  if (/^(?:[1-9]\d*|[1-9]\d*-(?:[1-9]\d*)?|-[1-9]\d*)$/.test(text)) return text;
  throw new InvalidArgumentError("Expected sections such as 3, 2-4 or 5-.");
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
