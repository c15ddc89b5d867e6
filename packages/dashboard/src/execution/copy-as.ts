/** A request that begins an execution, for a shell; its plan may hold any text. */
export function curlCommand(serverUrl: string, plan: unknown, needsKey: boolean): string {
  return [
    `curl -s ${quoted(`${serverUrl}/api/execute`)}`,
    "-H 'content-type: application/json'",
    ...(needsKey ? ['-H "authorization: Bearer $PROXX_API_KEY"'] : []),
    `-d ${quoted(JSON.stringify(plan, null, 2))}`,
  ].join(" \\\n  ");
}

/** The same as a program. */
export function sdkProgram(serverUrl: string, plan: unknown): string {
  return [
    'import { executePlan } from "@proxx/sdk";',
    "",
    `const plan = ${JSON.stringify(plan, null, 2)};`,
    "",
    `const execution = await executePlan(plan, { apiUrl: ${JSON.stringify(serverUrl)} });`,
    "console.log(execution.status, execution.result?.url);",
    "",
  ].join("\n");
}

/** Within single quotes a shell reads nothing, but their end. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
