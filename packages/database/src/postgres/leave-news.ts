import type { News } from "@proxx/engine";
import { textOf } from "../rows.ts";
import type { Run } from "./connection/statement.ts";
import { LEAVE_NEWS, LEAVE_NEWS_TO_MANY } from "./statements.ts";

/** False where nobody will hear it. */
export async function leaveNews(id: string, news: News, run: Run): Promise<boolean> {
  return (await run(LEAVE_NEWS, [id, JSON.stringify(news)])).length > 0;
}

export interface Mail {
  readonly id: string;
  readonly news: News;
}

/** Within a transaction that holds something. Gives those who will hear it. */
export async function leaveNewsToMany(mail: readonly Mail[], run: Run): Promise<string[]> {
  if (mail.length === 0) return [];
  const told = await run(LEAVE_NEWS_TO_MANY, [mail.map(({ id }) => id), mail.map(({ news }) => JSON.stringify(news))]);
  return told.map(({ id }) => textOf(id));
}
