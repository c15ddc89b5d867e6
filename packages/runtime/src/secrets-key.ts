import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { errorMessage, ProxxError } from "@proxx/contract";
import type { RecordLedger } from "@proxx/engine";

/** The key that what came with plans is sealed with. */
export type ReadKey = () => Promise<Buffer>;

const KEY_BYTES = 32;
const HINT =
  "It is 32 random bytes, as `openssl rand -hex 32` prints them, or the absolute path of a file with such a key.";

/** The key of PROXX_SECRETS_KEY: itself, or the file that it is in. */
export function readGivenKey(text: string): ReadKey {
  const key = parseKey(text);
  if (key !== null) return async () => key;
  // Not quoted: it may be half of a key.
  if (!isAbsolute(text)) throw invalid("PROXX_SECRETS_KEY is no key, and no path of one.");
  return async () => {
    const bytes = await readFile(text).catch((cause: unknown) => {
      throw invalid(`The key of PROXX_SECRETS_KEY cannot be read: ${errorMessage(cause)}.`, cause);
    });
    const found = bytes.length === KEY_BYTES ? bytes : parseKey(bytes.toString("utf8"));
    if (found === null) throw invalid(`There is no key in ${text}, which PROXX_SECRETS_KEY names.`);
    return found;
  };
}

function parseKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, "hex");
  return /^[A-Za-z0-9+/]{43}=$/.test(trimmed) ? Buffer.from(trimmed, "base64") : null;
}

function invalid(message: string, cause?: unknown): ProxxError {
  return new ProxxError("invalid_document", message, { hint: HINT, cause });
}

/** Of a ledger: which key it is that its secrets are sealed with, without telling it. */
export const SECRETS_KEY_RECORD = { kind: "secrets-key", id: "current" } as const;

/** Rejects where another key than this one is that of the ledger; the first that asks makes its own the ledger's. */
export async function checkSecretsKey(readKey: ReadKey, records: Pick<RecordLedger, "addRecord">): Promise<void> {
  const mark = createHmac("sha256", await readKey())
    .update("which key is it")
    .digest("hex");
  const { kind, id } = SECRETS_KEY_RECORD;
  if ((await records.addRecord(kind, id, mark)) === mark) return;
  throw new ProxxError(
    "database_unusable",
    "The secrets in this database are sealed with another key than this machine's.",
    {
      hint: "Give all machines the same one: the `secrets.key` of the first, or PROXX_SECRETS_KEY. Where it is lost, `proxx db forget-key` lets the next one that starts give a new one; what was sealed with the old one cannot be read any more.",
    },
  );
}
