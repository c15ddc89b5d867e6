import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineOperation, type Operation } from "@proxx/contract";
import * as builders from "@proxx/operations/builders";

const FACTS = { width: 16, height: 9, duration: null, fps: null, hasAudio: false };

/** Pictures that cost what their prompts say, and show nothing. */
export function createCostlyOperation(pay: (prompt: string) => void | Promise<void>): Operation {
  return defineOperation({
    signature: builders.generateImage.signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    async run({ prompt }, { workDir }) {
      await pay(prompt);
      const path = join(workDir, "still.png");
      writeFileSync(path, prompt);
      return { files: [{ path, kind: "image", mediaType: "image/png", facts: FACTS }] };
    },
  });
}
