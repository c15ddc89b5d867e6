import { createHmac, timingSafeEqual } from "node:crypto";
import type { Sealer } from "../ledger/seal-secrets.ts";
import type { WaitingJob } from "../ledger/ledger.ts";

/** By which somebody else tells that there is news for a job: nothing is kept of them, and nobody can make one up. */
export interface CallbackTokens {
  make(job: WaitingJob): Promise<string>;
  /** The job that one was made for; null for what is none. */
  read(token: string): Promise<WaitingJob | null>;
}

const LONGEST = 1000;

/** The job's name and a keyed hash of it, both as they may stand in an address. */
export function createCallbackTokens(sealer: Pick<Sealer, "keyFor">): CallbackTokens {
  async function proofOf(name: string): Promise<string> {
    return createHmac("sha256", await sealer.keyFor("callbacks"))
      .update(name)
      .digest("base64url");
  }

  return {
    async make({ executionId, jobId }) {
      const name = Buffer.from(JSON.stringify([executionId, jobId])).toString("base64url");
      return `${name}.${await proofOf(name)}`;
    },
    async read(token) {
      const [, name = "", proof = ""] = /^([\w-]+)\.([\w-]{43})$/.exec(token.slice(0, LONGEST)) ?? [];
      // Compared as text: several texts decode to the same bytes, and only one of them was given away.
      const given = Buffer.from(proof);
      const right = Buffer.from(await proofOf(name));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      // Only who has the key writes it.
      const [executionId = "", jobId = ""] = JSON.parse(Buffer.from(name, "base64url").toString("utf8")) as string[];
      return { executionId, jobId };
    },
  };
}
