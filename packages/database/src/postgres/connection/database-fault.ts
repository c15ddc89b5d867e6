import { errorMessage, ProxxError } from "@proxx/contract";

/** What a statement met: something that passes, a refusal of whoever runs the database, or a fault of ours. */
export class DatabaseFault extends Error {
  readonly kind: "passing" | "refusal" | "fault";

  constructor(cause: unknown) {
    super(errorMessage(cause), { cause });
    this.kind = kindOf(sqlStateOf(cause));
  }
}

/** Classes and codes of `errcodes.txt`. */
const PASSING = [
  "08", // The connection is gone.
  "53", // Too many connections, no memory, a full disk.
  "57P", // The server stops, or starts.
  "58", // A disk fails.
  "57014", // It took too long.
  "55P03", // Somebody else took too long.
  "40001", // Somebody else was quicker.
  "40P01", // Two waited for each other.
  "25P03", // This process stood still in a transaction.
  "25006", // A stand-by is about to take over.
];
const REFUSALS = ["28", "3D000", "42501"];

function kindOf(sqlState: string | null): DatabaseFault["kind"] {
  const isOneOf = (codes: readonly string[]) => codes.some((code) => sqlState?.startsWith(code));
  // What has no code of Postgres comes from the connection itself.
  if (sqlState === null || isOneOf(PASSING)) return "passing";
  return isOneOf(REFUSALS) ? "refusal" : "fault";
}

/** Five letters and digits; Node's own codes are longer, or begin with E. */
function sqlStateOf(error: unknown): string | null {
  const isAnswer = error instanceof Error && "severity" in error && "code" in error;
  return isAnswer && typeof error.code === "string" ? error.code : null;
}

/**
 * As whoever asked is to have it: what is wrong with a statement is no better when it is tried again, and what could not be
 * opened is nowhere to be waited for.
 */
export function asError(
  fault: DatabaseFault,
  database: string,
  { isOpen, tried }: { isOpen: boolean; tried?: { readonly attempts: number; readonly patienceMs: number } },
): Error {
  if (fault.kind === "fault") return new TypeError(fault.message, { cause: fault.cause });
  if (fault.kind === "refusal") {
    return new ProxxError("database_unusable", `The database ${database} refuses: ${fault.message}.`, {
      cause: fault,
      hint: "Check user, password and database in DATABASE_URL, and that this user may create a schema there.",
    });
  }
  const { attempts = 1, patienceMs = 0 } = tried ?? {};
  const how = attempts > 1 ? `; it was tried ${attempts} times within ${patienceMs / 1000} s` : "";
  return new ProxxError("database_unreachable", `The database ${database} cannot be reached: ${fault.message}${how}.`, {
    cause: fault,
    retryable: isOpen,
    hint: "Start Postgres, or set DATABASE_URL to where it runs; without it the database is a file of this machine.",
  });
}
