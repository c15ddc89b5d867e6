import type { Command } from "commander";
import { addDatabaseCommands, addRetentionCommands, DATA } from "./database-commands.ts";
import type { SetExitCode } from "./exit-code.ts";
import {
  collect,
  httpStatus,
  nonNegativeInteger,
  portNumber,
  positiveInteger,
  positiveNumber,
  collectLimits,
} from "./input/option-values.ts";

/** The commands about the server. */
export function addServerCommands(program: Command, set: SetExitCode): void {
  program
    .command("serve")
    .description("take plans over HTTP, and run them")
    .option("--port <n>", "what to listen on; 0 takes any that is free", portNumber, 4747)
    .option("--host <address>", "what to listen on", "127.0.0.1")
    .option("--data <folder>", DATA)
    .option(
      "--workers <n>",
      "jobs that compute at a time; 0 leaves all work to `proxx work`; default: half of the cores, at least 2",
      nonNegativeInteger,
    )
    .option("--tenant-jobs <n>", TENANT_JOBS, positiveInteger)
    .option("--provider-jobs <name=n>", PROVIDER_JOBS, collectLimits)
    .option(
      "--store <url>",
      "keep what is made in a bucket, such as s3://films/proxx; default: PROXX_STORE, else in --data",
    )
    .option("--store-cache <gib>", "of a bucket, what may lie on this machine; default: 20", positiveNumber)
    .option("--public-url <url>", "where clients reach the server, where that is not what it listens on")
    .option("--allow-host <name>", "answer to this name too, while listening on loopback; can be repeated", collect)
    .option("--cors-origin <origin>", "let pages of this origin ask; can be repeated", collect)
    .option("--rate-limit <n>", "requests a minute for each key; 0 is no limit", nonNegativeInteger, 6000)
    .option("--media-root <folder>", "run JobSpecs of files below this folder; can be repeated", collect)
    .option(
      "--watch <folder>",
      "show this watch folder on the page, and leave it to `proxx watch`; can be repeated",
      collect,
    )
    .option("--allow-local-paths", "plans may name any file that this user can read")
    .option("--allow-private-sources", "fetch sources from private addresses too")
    .option("--allow-private-webhooks", "tell webhooks at private addresses too")
    .option("--provider <module>", "a module with a provider of your own; can be repeated", collect)
    .option("--config <file>", MOVIE_CONFIG)
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

  program
    .command("work")
    .description("run jobs of the executions that servers on the same folder have taken")
    .option("--workers <n>", "jobs that compute at a time; default: half of the cores, at least 2", positiveInteger)
    .option("--data <folder>", DATA)
    .option("--tenant-jobs <n>", TENANT_JOBS, positiveInteger)
    .option("--provider-jobs <name=n>", PROVIDER_JOBS, collectLimits)
    .option(
      "--public-url <url>",
      "where providers reach the server, to tell it that a run has ended; default: they are asked",
    )
    .option("--media-root <folder>", "run JobSpecs of files below this folder; can be repeated", collect)
    .option("--metrics-port <n>", "answer `GET /metrics` there, for Prometheus; 0 takes any that is free", portNumber)
    .option("--metrics-host <address>", "what to listen on for that; no key is asked for", "127.0.0.1")
    .option("--store <where>", "as the server has it; default: PROXX_STORE, else files in the data folder")
    .option("--store-cache <gib>", "of a bucket, what may lie on this machine; default: 20", positiveNumber)
    .option("--allow-private-sources", "fetch sources from private addresses too")
    .option("--provider <module>", "a module with a provider of your own; can be repeated", collect)
    .option("--config <file>", MOVIE_CONFIG)
    .addHelpText(
      "after",
      `
Example:
  proxx serve --data ./proxx-data --workers 0
  proxx work --data ./proxx-data --workers 2

Exit codes: 0 stopped by a signal, 4 system, 64 usage.
`,
    )
    .action((options) => set(import("./commands/work.ts").then((command) => command.work(options))));

  program
    .command("webhooks")
    .description("what helps with webhooks")
    .addHelpText("after", "\nStart with:\n  proxx webhooks listen 4748\n")
    .command("listen")
    .description("receive webhooks on this machine and check their signatures; each is a line of JSON on stdout")
    .argument("<port>", "what to listen on; 0 takes any that is free", portNumber)
    .option("--secret <text>", "what they are signed with; default: one is made, and shown")
    .option("--status <n>", "what to answer with, to see what happens then", httpStatus, 204)
    .addHelpText("after", "\nExample:\n  proxx webhooks listen 4748 --secret my-secret-123\n")
    .action((port, options) =>
      set(import("./commands/listen-webhooks.ts").then((command) => command.listenWebhooks(port, options))),
    );

  addDatabaseCommands(program, set);
  addRetentionCommands(program, set);

  const keys = program
    .command("keys")
    .description("API keys of the server")
    .addHelpText("after", "\nStart with:\n  proxx keys create studio\n");
  keys
    .command("create")
    .description("make a key, and show it this once")
    .argument("[name]", "what it is for", "")
    .option("--tenant <name>", "whose executions it shows; default: the operator's own")
    .option("--expires <when>", "a date such as 2027-01-31, or a number of days such as 90d")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx keys create studio --tenant acme --expires 90d\n")
    .action((name, options) => set(import("./commands/keys.ts").then((command) => command.createKey(name, options))));
  keys
    .command("list")
    .description("show what is known of all keys")
    .option("--json", "as JSON")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx keys list\n")
    .action((options) => set(import("./commands/keys.ts").then((command) => command.listKeys(options))));
  keys
    .command("revoke")
    .description("let a key be used no more, from this moment on")
    .argument("<id>", "the first column of `proxx keys list`, or the key itself")
    .option("--data <folder>", DATA)
    .addHelpText("after", "\nExample:\n  proxx keys revoke k3v9x2m4q7wa\n")
    .action((id, options) => set(import("./commands/keys.ts").then((command) => command.revokeKey(id, options))));
}

const TENANT_JOBS = "of one tenant, jobs that run at a time in all processes together; default: no limit";
const MOVIE_CONFIG = "who writes and speaks movies, and their brands; default: proxx.yaml, if it is there";
const PROVIDER_JOBS =
  "of one provider, such as fal=4, jobs that run at a time in all processes together; can be repeated";
