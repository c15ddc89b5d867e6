import { runProxx } from "@proxx/testing";

/** What `proxx` has not of what stands behind it: the command, or options of it. Nothing, where all is well. */
export async function commandFaults(args: readonly string[]): Promise<string[]> {
  let [command, help] = [[] as string[], await helpOf([])];
  for (const word of args) {
    if (word.startsWith("-") || help.commands.size === 0) break;
    command = [...command, word];
    if (!help.commands.has(word)) return [command.join(" ")];
    help = await helpOf(command);
  }
  const { options } = help;
  const wanted = args.filter((word) => /^-\w$|^--\w/.test(word)).map((word) => word.split("=")[0] ?? "");
  return wanted.filter((option) => !options.has(option));
}

interface Help {
  readonly commands: ReadonlySet<string>;
  readonly options: ReadonlySet<string>;
}

const asked = new Map<string, Promise<Help>>();

function helpOf(command: readonly string[]): Promise<Help> {
  const name = command.join(" ");
  const help = asked.get(name) ?? readHelp(command);
  asked.set(name, help);
  return help;
}

async function readHelp(command: readonly string[]): Promise<Help> {
  const { stdout } = await runProxx([...command, "--help"]);
  const [, options = "", commands = ""] = /^Options:\n(.*?)^\n(?:Commands:\n(.*?)^\n)?/ms.exec(`${stdout}\n`) ?? [];
  return {
    commands: new Set(commands.match(/(?<=^ {2})\w[\w-]*/gm)),
    options: new Set(options.match(/(?<=^ {2}(?:-\w, )?)--?[\w-]+/gm)),
  };
}
