import type { Command } from "commander";
import { expect, it } from "vitest";
import { buildProgram } from "./program.ts";

const program = buildProgram(async () => {}, { probes: new Map(), stop: () => {} });
const commands = [...all(program, [])];

it.each(commands)("`%s --help` shows how it is called", (name, command) => {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, examples = ""] = help.split(/^(?:Example|Start with):\n/m);
  expect(examples).toMatch(new RegExp(`\\b${name}(?: |$)`, "m"));
  expect(help).toMatch(/\n$/);
});

function* all(command: Command, above: readonly string[]): Generator<[string, Command]> {
  const path = [...above, command.name()];
  yield [path.join(" "), command];
  for (const below of command.commands) if (below.name() !== "help") yield* all(below, path);
}
