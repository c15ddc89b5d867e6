import { runProxx } from "@proxx/testing";

/** The options among the arguments of a command that the command has not: none of them, where all is well. */
export async function unknownOptions(args: readonly string[]): Promise<string[]> {
  const wanted = args.filter((argument) => argument.startsWith("--")).map((argument) => argument.split("=")[0] ?? "");
  const command = args[0] === "db" || args[0] === "keys" ? args.slice(0, 2) : args.slice(0, 1);
  const help = await runProxx([...command, "--help"]);
  if (help.code !== 0) return [command.join(" ")];
  const known = new Set(help.stdout.match(/--[a-z-]+/g));
  return wanted.filter((option) => !known.has(option));
}
