import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runProxx } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commandFaults } from "./command-faults.ts";
import { ROOT } from "./printed-blocks.ts";

// Whatever is run or not: each command that a page names, in a block or within a sentence, is one that there is.
const PAGES = globSync(["*.md", "docs/*.md"], { cwd: ROOT }).toSorted();
const packageJson = z.object({ scripts: z.record(z.string(), z.string()) });

describe("the commands that the pages name", () => {
  it.each(PAGES)("are ones of Proxx, with options that they have: %s", async (page) => {
    const faults = await Promise.all(commandsOf(page).flatMap(proxxIn).map(commandFaults));
    expect(faults.flat()).toEqual([]);
  });

  it.each(PAGES)("are scripts that npm knows, and files that are there: %s", (page) => {
    const { scripts } = packageJson.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
    // A name by itself is no command, and may be one of what is yet to be made.
    const words = commandsOf(page).flatMap((command) => command.split(/\s+/).slice(1));
    const files = words.filter((word) => /^(?:deploy|examples|packages|scripts)\/[\w./-]+\.\w+$/.test(word));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    const named = commandsOf(page).flatMap((command) => /\bnpm run ([\w:]+)/.exec(command)?.[1] ?? []);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("are looked at within blocks that nothing runs, and within sentences", async () => {
    const told = [
      "docker run --rm -v proxx:/var/lib/proxx proxx:slim keys creat studio",
      "DATABASE_URL= npx proxx serve --dta ./x | cat",
      "proxx movie render -o out --wy && true",
      "proxx servee",
    ];
    expect((await Promise.all(told.flatMap(proxxIn).map(commandFaults))).flat()).toEqual([
      "keys creat",
      "--dta",
      "--wy",
      "servee",
    ]);
  });
});

describe("the page about the server", () => {
  it("has a row for every option of `proxx serve`, and for no other", async () => {
    const { stdout } = await runProxx(["serve", "--help"]);
    const rows = readFileSync(join(ROOT, "docs/server.md"), "utf8").match(/^\| `--.*?(?= \| )/gm) ?? [];
    const told = rows.flatMap((row) => row.match(/--[\w-]+/g) ?? []);
    const options = (stdout.match(/(?<=^ {2})--[\w-]+/gm) ?? []).filter((name) => name !== "--help");
    expect(told.toSorted()).toEqual(options.toSorted());
  });
});

/** Of a page, the commands of its blocks for a shell and what stands in backticks, each on a line. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const blocks = [...text.matchAll(/^```(?:sh|cron|yaml)\n(.*?)^```/gms)].map(([, block = ""]) => block);
  const lines = blocks.flatMap((block) => block.replaceAll("\\\n", " ").split("\n"));
  const spans = text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g);
  return [...lines, ...[...spans].map(([, span = ""]) => span)];
}

/** The arguments of each `proxx` on a line, of one in a container too. */
function proxxIn(line: string): string[][] {
  const calls = line
    .replaceAll("kubectl -n proxx", "kubectl")
    .matchAll(/(?:^|[\s;|&(])(?:proxx|docker run .*proxx:\w+|docker compose run --rm server) ([^|&;#>()`]+)/g);
  return [...calls]
    .map(([, args = ""]) => args.trim().split(/\s+/))
    .filter(([first = ""]) => /^(?:[a-z]|--)/.test(first));
}
