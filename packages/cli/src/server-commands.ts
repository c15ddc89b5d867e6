import type { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { collect, portNumber, positiveInteger } from "./input/option-values.ts";

/** Takes what a command ends with. */
export type SetExitCode = (code: Promise<ExitCode>) => Promise<void>;

/** The commands about the server. */
export function addServerCommands(program: Command, set: SetExitCode): void {
  program
    .command("serve")
    .description("take plans over HTTP, and run them")
    .option("--port <n>", "what to listen on; 0 takes any that is free", portNumber, 4747)
    .option("--host <address>", "what to listen on", "127.0.0.1")
    .option("--data <folder>", "where everything is kept; default: PROXX_HOME, else the user's data folder")
    .option("--workers <n>", "jobs that compute at a time; default: half of the cores, at least 2", positiveInteger)
    .option("--public-url <url>", "where clients reach the server, where that is not what it listens on")
    .option("--allow-host <name>", "answer to this name too, while listening on loopback; can be repeated", collect)
    .option("--cors-origin <origin>", "let pages of this origin ask; can be repeated", collect)
    .option("--allow-local-paths", "plans may name any file that this user can read")
    .option("--allow-private-sources", "fetch sources from private addresses too")
    .option("--allow-private-webhooks", "tell webhooks at private addresses too")
    .option("--provider <module>", "a module with a provider of your own; can be repeated", collect)
    .addHelpText(
      "after",
      `
Example:
  proxx serve --data ./proxx-data --port 4747
  curl -d '{"jobs":[{"id":"job1","type":"generate","params":{"prompt":"A tent in the rain","duration":2},"output":"$job1"}]}' \\
    -H 'content-type: application/json' http://127.0.0.1:4747/api/execute

Exit codes: 0 stopped by a signal, 4 system, 64 usage.
`,
    )
    .action((options) => set(import("./commands/serve.ts").then((command) => command.serve(options))));
}
