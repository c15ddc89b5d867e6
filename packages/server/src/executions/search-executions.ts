import type { Execution } from "@proxx/contract";
import type { Executions } from "./executions.ts";

type ListRequest = Parameters<Executions["list"]>[0];

export interface Found {
  /** At most as many as were asked for. */
  readonly executions: readonly Execution[];
  /** The last one that was looked at where there may be others after it. */
  readonly lookedTo: { readonly createdAtMs: number; readonly id: string } | null;
}

const PAGE = 100;
/** Which takes a fraction of a second; whoever wants to know of more asks for the next page. */
const MAX_LOOKED_AT = 2000;

/** Those whose id, operations or error have a text in them, among the next two thousand of a list. */
export async function searchExecutions(executions: Executions, request: ListRequest, text: string): Promise<Found> {
  const wanted = text.toLowerCase();
  const found: Execution[] = [];
  let { after } = request;
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += PAGE) {
    const page = await executions.list({ ...request, after, limit: PAGE });
    for (const execution of page) {
      after = { id: execution.id, createdAtMs: Date.parse(execution.createdAt) };
      if (!textOf(execution).includes(wanted)) continue;
      found.push(execution);
      if (found.length === request.limit) return { executions: found, lookedTo: after };
    }
    if (page.length < PAGE) return { executions: found, lookedTo: null };
  }
  return { executions: found, lookedTo: after };
}

function textOf({ id, jobs, error }: Execution): string {
  const words = [id, ...jobs.map(({ type }) => type), error?.code ?? "", error?.message ?? ""];
  return words.join("\n").toLowerCase();
}
