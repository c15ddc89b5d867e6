import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { defineOperation, type Signature } from "@proxx/contract";
import { mediaSource } from "@proxx/contract/parameters";
import type { CreateOperation } from "@proxx/operations";
import { z } from "zod";

const signature = {
  type: "torture.step",
  summary: "Takes some time, and writes down that it began and ended",
  params: z.strictObject({
    /** Of its own: what has the same name is the same thing. */
    name: z.string(),
    ms: z.int().min(0).default(0),
    fails: z.boolean().default(false),
    items: z.array(mediaSource("video")).optional(),
  }),
  inputs: [{ param: "items", accepts: ["video"], many: true }],
  yields: "video",
} as const satisfies Signature;

const FACTS = { width: 16, height: 16, duration: 1, fps: 25, hasAudio: false };

/** Appends a line each, `began NAME` and `ended NAME`, with the process and the time behind it. */
export function createStep(log: string): CreateOperation {
  const write = (what: string, name: string) => appendFileSync(log, `${what} ${name} ${process.pid} ${Date.now()}\n`);
  return () =>
    defineOperation({
      signature,
      version: 1,
      approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
      async run({ name, ms, fails }, { workDir, signal }) {
        write("began", name);
        if (ms > 0) await wait(ms, undefined, { signal });
        if (fails) throw new Error(`${name} was to fail`);
        const path = join(workDir, "step.txt");
        // Whose it is shows in its bytes.
        writeFileSync(path, `${name} by ${process.pid}`);
        write("ended", name);
        return { files: [{ path, kind: "video", mediaType: "video/mp4", facts: FACTS }] };
      },
    });
}
