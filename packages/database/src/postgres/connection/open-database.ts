import type { ClientBase, PoolConfig } from "pg";
import { asError, DatabaseFault } from "./database-fault.ts";
import { describeAddress } from "./describe-address.ts";
import { createMailRoom, type MailRoom } from "./mail-room.ts";
import { CONNECT_TIMEOUT_MS, numbersAsNumbers, openClient } from "./open-client.ts";
import { sendTogether } from "./send-together.ts";
import type { Row, Run, Statement, Transaction } from "./statement.ts";
import { untilReached } from "./until-reached.ts";

/** A database on a server, which may be gone for a while. */
export interface PostgresDatabase {
  /** All of it is kept, on the disk, or nothing. `work` may be called again. */
  readonly write: <Result>(work: (transaction: Transaction, isRepeated: boolean) => Promise<Result>) => Promise<Result>;
  /** One statement, which needs no transaction. */
  readonly ask: (statement: Statement, values: readonly unknown[]) => Promise<readonly Row[]>;
  readonly mailRoom: MailRoom;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** For how long whoever asks waits for a server that is away: longer than one takes that is started again. @default 15 000 */
  patienceMs?: number | undefined;
  /** The same when it is opened: whoever starts a program waits to be told. @default 5000 */
  openPatienceMs?: number | undefined;
}

/** Of one process: more of them would only wait for the same disk. */
const CONNECTIONS = 5;

const SETTINGS: PoolConfig = {
  application_name: "proxx",
  // Statements are sent without waiting for the answers to those before them.
  pipeline: true,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  statement_timeout: 10_000,
  lock_timeout: 5000,
  // A process that stands still keeps nobody waiting for longer.
  idle_in_transaction_session_timeout: 10_000,
  // For a server whose machine is gone without a word.
  query_timeout: 15_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};

export async function openDatabase(
  url: string,
  { patienceMs = 15_000, openPatienceMs = Math.min(5000, patienceMs) }: PostgresOptions,
): Promise<PostgresDatabase> {
  const address = describeAddress(url);
  // Only whoever opens one needs it.
  const { Client, Pool, types } = await import("pg");
  const closing = new AbortController();
  const pool = new Pool({
    ...SETTINGS,
    connectionString: url,
    max: CONNECTIONS,
    // A script that has what it wanted can end.
    allowExitOnIdle: true,
    types: numbersAsNumbers(types),
  });
  // That a connection is lost is found by whoever uses it next.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    // A plan is made once a connection, and may be made while a table has a few rows. Whoever uses it next finds out if this fails.
    void client.query("SET enable_seqscan = off").catch(() => {});
  });

  async function patiently<Result>(attempt: (isRepeated: boolean) => Promise<Result>): Promise<Result> {
    try {
      return await untilReached(attempt, { patienceMs, closing: closing.signal });
    } catch (error) {
      throw error instanceof DatabaseFault ? asError(error, address, { isOpen: true }) : error;
    }
  }

  async function withClient<Result>(work: (run: Run, client: ClientBase) => Promise<Result>): Promise<Result> {
    if (closing.signal.aborted) throw new TypeError("Expected a database that is not closed");
    const client = await pool.connect().catch(asFault);
    let isBroken = true;
    try {
      sendTogether(client);
      const result = await work(async ({ name, text }, values) => {
        sendTogether(client);
        const { rows } = await client.query<Row>({ name, text, values: [...values] }).catch(asFault);
        return rows;
      }, client);
      isBroken = false;
      return result;
    } finally {
      // Whatever state it is in after a failure, the server undoes what was not committed.
      client.release(isBroken);
    }
  }

  const database: PostgresDatabase = {
    write: (work) =>
      patiently((isRepeated) =>
        withClient(async (run, client) => {
          const sent: Promise<unknown>[] = [];
          const send = (answer: Promise<unknown>) => {
            answer.catch(() => {});
            sent.push(answer);
          };
          send(client.query("BEGIN").catch(asFault));
          const runLast: Run = (...statement) => {
            const answer = run(...statement);
            send(answer);
            return answer;
          };
          const result = await work({ run, send: (...statement) => send(run(...statement)), runLast }, isRepeated);
          sendTogether(client);
          send(client.query("COMMIT").catch(asFault));
          await Promise.all(sent);
          return result;
        }),
      ),
    ask: (statement, values) => patiently(() => withClient((run) => run(statement, values))),
    mailRoom: createMailRoom(() => new Client({ ...SETTINGS, connectionString: url })),
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all([pool.end(), database.mailRoom.close()]);
    },
  };
  let attempts = 0;
  try {
    const open = async () => {
      attempts += 1;
      const client = await openClient(url);
      await client.end();
    };
    await untilReached(open, { patienceMs: openPatienceMs, closing: closing.signal });
    return database;
  } catch (error) {
    await database.close();
    const tried = { attempts, patienceMs: openPatienceMs };
    throw error instanceof DatabaseFault ? asError(error, address, { isOpen: false, tried }) : error;
  }
}

function asFault(error: unknown): never {
  throw new DatabaseFault(error);
}
