import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@proxx/sdk/client";
import { createServer } from "@proxx/server";
import { createTick, planOfTicks } from "./ticking-operation.ts";

const EACH_MS = 40_000;

/** Executions of four jobs that have ended, a third of which failed: copies of three, created one after the other. */
export async function fillExecutions(home: string, count: number): Promise<void> {
  const patterns = await runPatterns(home);
  const database = new DatabaseSync(join(home, "proxx.sqlite"));
  try {
    const of = (sql: string) => database.prepare(sql);
    for (const table of ["executions", "plans", "jobs", "events"]) {
      const columns = of(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map(({ name }) => String(name));
      const own = table === "executions" ? "id" : "execution_id";
      const values = columns.map((name) => {
        if (name === own) return "printf('exec_%024d', number)";
        return /^(?:created|completed)_at_ms$/.test(name) ? `${name} - (${count} - number) * ${EACH_MS}` : name;
      });
      of(
        `WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)
        INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")}
        FROM numbers CROSS JOIN ${table} WHERE ${own} = json_extract(?, '$[' || (number % ${patterns.length}) || ']')`,
      ).run(count, JSON.stringify(patterns));
    }
    database.exec("ANALYZE");
  } finally {
    database.close();
  }
}

/** The ids of those that the others are like. */
async function runPatterns(home: string): Promise<string[]> {
  const environment = { PATH: process.env["PATH"] };
  const server = await createServer({ runtime: { home, environment, operations: [() => createTick()] }, port: 0 });
  try {
    const client = createClient({ url: server.url });
    const ids: string[] = [];
    for (const [index, fails] of [false, true, false].entries()) {
      const { executionId } = await client.executions.start(planOfTicks(`pattern ${index}`, { jobs: 4, fails }));
      for await (const _ of client.executions.events(executionId));
      ids.push(executionId);
    }
    return ids;
  } finally {
    await server.close();
  }
}
