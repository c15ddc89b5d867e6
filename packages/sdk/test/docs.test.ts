import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SIGNATURES } from "@proxx/operations/signatures";
import * as sdk from "@proxx/sdk";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const text = readFileSync(join(ROOT, "docs/sdk.md"), "utf8");

describe("the page about the SDK", () => {
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
