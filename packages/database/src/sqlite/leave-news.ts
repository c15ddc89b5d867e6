import type { News } from "@proxx/engine";
import type { SqliteDatabase } from "./open-database.ts";
import { INSERT_NEWS, SELECT_STANDING } from "./statements.ts";

/** Within a transaction. False where nobody will hear it. */
export function leaveNews(id: string, news: News, { prepare }: Pick<SqliteDatabase, "prepare">): boolean {
  const row = prepare(SELECT_STANDING).get(id);
  if (row === undefined || row["completed_at_ms"] !== null) return false;
  prepare(INSERT_NEWS).run(id, JSON.stringify(news));
  return true;
}
