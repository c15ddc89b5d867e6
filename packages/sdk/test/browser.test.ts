import { createContext, Script } from "node:vm";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, it } from "vitest";
import { completed, executionDocument } from "./execution-document.ts";

let code: string;
beforeAll(async () => {
  const bundle = await rolldown({
    input: new URL("../src/index.ts", import.meta.url).pathname,
    platform: "browser",
    resolve: { conditionNames: ["browser", "@proxx/source", "import", "default"] },
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "iife", name: "proxx", codeSplitting: false });
  code = output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n");
});

const PAGE_NAMES = [
  ...["AbortController", "AbortSignal", "Headers", "TextEncoder", "URL"],
  ...["clearTimeout", "crypto", "performance", "queueMicrotask", "setTimeout"],
] as const;

/** What a page has, and nothing of Node's. */
function openPage(globals: object = {}) {
  const page = Object.fromEntries(PAGE_NAMES.map((name) => [name, globalThis[name]]));
  const context = createContext({ ...page, ...globals });
  new Script(code).runInContext(context);
  return { run: (text: string): unknown => new Script(text).runInContext(context) };
}

describe("the bundle for a browser", () => {
  it("has nothing of Node's in it", () => {
    expect(code).not.toMatch(/["']node:/);
    expect(code).not.toMatch(/require\(["'](?!#embedded)/);
    expect(code).toContain("proxx.node");
  });

  it("composes without a process to ask for its environment", () => {
    const plan = openPage().run(`
      const { compose, generateVideo, merge } = proxx;
      const clip = generateVideo({ prompt: "A sunset" });
      JSON.stringify(compose(clip, clip, merge({ transition: "fade" })));
    `);
    expect(JSON.parse(String(plan))).toMatchObject({
      jobs: [{ type: "generate" }, { type: "merge", params: { items: ["$job1", "$job1"] } }],
    });
  });

  it("says that it takes a server to execute", async () => {
    const hint = openPage().run(`
      const { compose, generateVideo } = proxx;
      compose(generateVideo({ prompt: "A sunset" })).execute().catch((error) => error.hint);
    `);
    expect(await hint).toMatch(/`apiUrl`/);
  });

  it("executes on a server with the page's own fetch", async () => {
    const asked: string[] = [];
    const document = JSON.stringify(executionDocument(completed));
    const fetch = function (this: unknown, url: string) {
      // As a browser's does when it is called as a method of something else.
      if (this !== undefined && this !== globalThis && !("proxx" in Object(this)))
        throw new TypeError("Illegal invocation");
      asked.push(url);
      return Promise.resolve(new Response(url.endsWith("/execute") ? '{"executionId":"exec_1"}' : document));
    };
    const status = await openPage({ fetch }).run(`
      const { compose, generateVideo } = proxx;
      compose(generateVideo({ prompt: "A sunset" }))
        .execute({ apiUrl: "https://proxx.example.com" })
        .then(({ status, result }) => status + " " + result.url);
    `);
    expect(status).toBe("completed https://cdn.example.com/film.mp4");
    expect(asked).toEqual([
      "https://proxx.example.com/api/execute",
      "https://proxx.example.com/api/execute/exec_1/status",
    ]);
  });
});
