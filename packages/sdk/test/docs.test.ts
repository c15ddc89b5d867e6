import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planSchema } from "@proxx/contract";
import { SIGNATURES } from "@proxx/operations/signatures";
import * as sdk from "@proxx/sdk";
import { openRuntime } from "@proxx/runtime";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it, onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const CACHE = join(ROOT, "node_modules/.cache/proxx-docs");
const text = readFileSync(join(ROOT, "docs/sdk.md"), "utf8");

/** What the page says of blocks that import nothing. */
const PREAMBLE = `
import { ${Object.keys(sdk).join(", ")}, type Pipeline } from "@proxx/sdk";
declare const film: Pipeline<"video">;
`;

function blocksOf(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, block = ""]) => block);
}

describe("the page about the SDK", () => {
  it("shows code that fits the types", () => {
    mkdirSync(CACHE, { recursive: true });
    const folder = mkdtempSync(join(CACHE, "sdk-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const blocks = blocksOf("ts");
    expect(blocks.length).toBeGreaterThan(8);
    for (const [index, block] of blocks.entries()) {
      const whole = block.includes('from "@proxx/sdk"') ? block : `${PREAMBLE}${block}`;
      writeFileSync(join(folder, `block-${index + 1}.ts`), `${whole}\nexport {};\n`);
    }
    const compilerOptions = { noEmit: true, skipLibCheck: true };
    const extended = join(ROOT, "tsconfig.base.json");
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: extended, compilerOptions, include: ["*.ts"] }),
    );
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    const { stdout, status } = spawnSync(tsc, ["-p", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  it("shows a plan that is taken as it is", async () => {
    const runtime = openRuntime({ environment: { PATH: process.env["PATH"] }, home: temporaryFolder() });
    onTestFinished(() => runtime.close());
    const [plan = ""] = blocksOf("json");
    const { jobs } = await runtime.engine.explain(planSchema.parse(JSON.parse(plan)));
    expect(jobs.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["clip", "miss"],
      ["tall", "miss"],
      ["titled", "miss"],
    ]);
  });

  it("has a line for every option of `execute`", async () => {
    const unknownOption: object = { what: 1 };
    const refusal: unknown = await sdk.executePlan({ jobs: [] }, unknownOption).catch((error: unknown) => error);
    const options = /Known: (.*)$/.exec(String(refusal))?.[1]?.split(", ") ?? [];
    expect(options).toContain("baseExecutionId");
    const untold = options.filter((name) => !new RegExp(`^\\| [^|]*\`${name}\``, "m").test(text));
    expect(untold).toEqual([]);
  });
});

describe("the page about operations", () => {
  it("has a line and a chapter for every builder", () => {
    const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
    const chapters = [...page.matchAll(/^## (.*)$/gm)].flatMap(([, title = ""]) => title.split(", "));
    const builders = SIGNATURES.map((signature) => ("builder" in signature ? signature.builder : signature.type));
    expect(builders.filter((name) => !chapters.includes(name) || !page.includes(`| \`${name}(`))).toEqual([]);
  });
});
