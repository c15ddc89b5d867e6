import type { Command } from "commander";
import type { SetExitCode } from "./exit-code.ts";
import { durationMs, nonNegativeNumber } from "./input/option-values.ts";

/** What commands say of the option that most of them have. */
export const DATA = "where everything is kept; default: PROXX_HOME, else the user's data folder";

/** The commands about where executions are kept. */
export function addDatabaseCommands(program: Command, set: SetExitCode): void {
  const db = program
    .command("db")
    .description("the database of executions: a file, or the Postgres of DATABASE_URL")
    .addHelpText("after", "\nStart with:\n  proxx db check\n");
  db.command("migrate")
    .description("bring it to the form of this version, as whatever opens it does")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  DATABASE_URL=postgres://proxx@localhost/proxx proxx db migrate\n")
    .action((options) => set(import("./commands/db.ts").then((command) => command.migrateDatabase(options))));
  db.command("check")
    .description("look it over; exit code 1 says that something is wrong")
    .option("--json", "as JSON")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx db check --data ./proxx-data\n")
    .action((options) => set(import("./commands/db.ts").then((command) => command.checkDatabase(options))));
  db.command("export")
    .description("print all that is kept, as lines of JSON")
    .option("-o, --output <file>", "write to a new file instead of stdout")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx db export -o executions.jsonl\n")
    .action((options) => set(import("./commands/db.ts").then((command) => command.exportDatabase(options))));
  db.command("backup")
    .description("copy the file of executions to a new one, also while it is used; a Postgres has `pg_dump`")
    .argument("<file>", "which is not there yet")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx db backup /backups/monday.sqlite\n")
    .action((file, options) =>
      set(import("./commands/db-copies.ts").then((command) => command.backUpDatabase(file, options))),
    );
  db.command("restore")
    .description("put such a copy where executions are kept, in a folder that has none yet")
    .argument("<file>", "what `proxx db backup` has written")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx db restore /backups/monday.sqlite --data ./proxx-data\n")
    .action((file, options) =>
      set(import("./commands/db-copies.ts").then((command) => command.restoreDatabase(file, options))),
    );
  db.command("forget-key")
    .description("let the next server or worker give the key of secrets, where the one before is lost")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx db forget-key --data ./proxx-data\n")
    .action((options) => set(import("./commands/db.ts").then((command) => command.forgetKey(options))));
  db.command("import")
    .description("take what was exported, into a database without executions: all of it, or nothing")
    .argument("<file>", "what `proxx db export` has written; - reads stdin")
    .option("--data <folder>", DATA)
    .addHelpText(
      "after",
      "\nExample:\n  proxx db export | DATABASE_URL=postgres://proxx@localhost/proxx proxx db import -\n",
    )
    .action((file, options) =>
      set(import("./commands/db.ts").then((command) => command.importDatabase(file, options))),
    );
}

/**
 * The commands that keep what is kept from growing. An option that `gc` has as well is given to it, wherever it stands: the commands
 * below it ask for both.
 */
export function addRetentionCommands(program: Command, set: SetExitCode): void {
  const gc = program
    .command("gc")
    .description(
      "forget executions that are over and old, and remove files that nobody needs; only says so without --delete",
    )
    .option("--older-than <time>", "of what ended, or was used last, so long ago: 30d, 12h", durationMs)
    .option(
      "--max-size <gib>",
      "of files that lie here; above that those go that were used longest ago",
      nonNegativeNumber,
    )
    .option("--delete", "do it")
    .option("--json", "as JSON")
    .option("--data <folder>", DATA)
    .option("--store <url>", "as the server has it; default: PROXX_STORE, else files in the data folder")
    .addHelpText(
      "after",
      "\nExample:\n  proxx gc --older-than 30d --max-size 200\n  proxx gc --older-than 30d --delete\n",
    )
    .action((options) => set(import("./commands/gc.ts").then((command) => command.collect(options))));
  gc.command("pin")
    .description("keep these executions with all they made, or these files, however old they are")
    .argument("<id...>", "of executions, or SHA-256 of files")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx gc pin exec_4k2m9x\n")
    .action((ids, _, command: Command) =>
      set(import("./commands/gc.ts").then(({ pin }) => pin(ids, command.optsWithGlobals()))),
    );
  gc.command("unpin")
    .description("let them go like others")
    .argument("<id...>", "as they were pinned")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx gc unpin exec_4k2m9x\n")
    .action((ids, _, command: Command) =>
      set(import("./commands/gc.ts").then(({ unpin }) => unpin(ids, command.optsWithGlobals()))),
    );
  gc.command("pins")
    .description("show what is pinned")
    .option("--json", "as JSON")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx gc pins\n")
    .action((_, command: Command) =>
      set(import("./commands/gc.ts").then(({ listPins }) => listPins(command.optsWithGlobals()))),
    );
}
