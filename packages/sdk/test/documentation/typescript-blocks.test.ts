import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import * as sdk from "@proxx/sdk";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { describe, expect, it, onTestFinished } from "vitest";
import { documentedWorld } from "./documented-world.ts";
import { printedBlocks, ROOT } from "./printed-blocks.ts";

/** By what they hold: what is not run here, and why. Their types are checked all the same. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "createServer(": "listens until somebody stops it; server.test.ts verifies what such a server gets",
  "createWatcher(": "watches until somebody stops it; the tests of `watch` run one",
  "createClient({": "asks a server that runs already; client.test.ts asks one all of it",
  acmeProvider: "asks a service; own-provider.test.ts runs it with one on this machine",
};

/** Films of several seconds are made. */
const A_PAGE_MS = 400_000;

/** What the page about the SDK says of what its blocks do not import: `film` is any pipeline, the rest is of the SDK. */
const IMPORTS = `import { ${Object.keys(sdk).join(", ")} } from "@proxx/sdk";\n`;
const FILM = 'const film = compose(generateVideo({ prompt: "A tent", duration: 1, resolution: "480p", fps: 10 }));\n';

const BLOCKS = printedBlocks("ts").map(({ place, text }) => {
  const needsAll = place.startsWith("docs/sdk.md") && !text.includes('from "@proxx/sdk"');
  return { place, text: needsAll ? `${IMPORTS}${FILM}${text}` : text };
});

describe("the TypeScript that the pages print", () => {
  it("fits the types", () => {
    const cache = join(ROOT, "node_modules/.cache/proxx-docs");
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, "types-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(BLOCKS.length).toBeGreaterThan(25);
    mkdirSync(join(folder, "node_modules/@acme"), { recursive: true });
    symlinkSync(join(ROOT, "examples/provider-acme"), join(folder, "node_modules/@acme/proxx-provider"));
    for (const { place, text } of BLOCKS) writeFileSync(join(folder, fileNameOf(place)), `${text}\nexport {};\n`);
    const compilerOptions = { noEmit: true, skipLibCheck: true };
    const extended = join(ROOT, "tsconfig.base.json");
    const config = { extends: extended, compilerOptions, include: ["*.ts", join(ROOT, "packages/*/src/**/*.d.ts")] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout, status } = spawnSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    expect([stdout, status]).toEqual(["", 0]);
  });

  const toRun = BLOCKS.filter(({ text }) => !Object.keys(NOT_RUN).some((part) => text.includes(part)));
  const pages = Map.groupBy(toRun, ({ place }) => place.split(":")[0] ?? "");
  it.each([...pages])("runs as it is printed: %s", { timeout: A_PAGE_MS }, async (_, run) => {
    const world = documentedWorld(run.map(({ text }) => text).join("\n"));
    onTestFinished(world.remove);
    for (const { place, text } of run) writeFileSync(join(world.folder, fileNameOf(place)), small(world.placed(text)));
    const runner = join(import.meta.dirname, "run-programs.ts");
    const child = spawn(
      process.execPath,
      ["--conditions=@proxx/source", runner, ...run.map(({ place }) => join(world.folder, fileNameOf(place)))],
      {
        cwd: world.folder,
        env: { PATH, NODE_COMPILE_CACHE, HOME: world.folder, PROXX_HOME: join(world.folder, "home"), ...KEYS },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const said = await readAll(child.stdout);
    expect(JSON.parse(said.trimEnd().split("\n").at(-1) ?? "")).toEqual({});
  });
});

/** What Node has compiled for others is a second of a core for each program. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
const KEYS = {
  REPLICATE_API_TOKEN: FAKE_KEY,
  FAL_KEY: FAKE_KEY,
  GOOGLE_API_KEY: FAKE_KEY,
  OPENAI_API_KEY: FAKE_KEY,
  ELEVENLABS_API_KEY: FAKE_KEY,
};

/** Drawn small where the page leaves the size to Proxx: full HD takes five times as long, and tells no more of the page. */
function small(block: string): string {
  return block.replaceAll(/generateVideo\(\{(?=\s*prompt:)(?![^}]*resolution:)/g, '$& resolution: "480p",');
}

function fileNameOf(place: string): string {
  return `${place.replaceAll(/\W+/g, "-")}.ts`;
}
