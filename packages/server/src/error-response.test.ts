import { ProxxError } from "@proxx/contract";
import { expect, test } from "vitest";
import { errorResponse } from "./error-response.ts";

test("a database that is away is nobody's fault for long, and where it is, is nobody's business", async () => {
  const error = new ProxxError("database_unreachable", "The database postgres://db.internal/proxx cannot be reached.", {
    hint: "Start Postgres at db.internal.",
    retryable: true,
  });
  const answer = errorResponse(error, { requestId: "r", instance: "/api/executions" });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ code: "database_unreachable", retryable: true });
  expect(text).not.toContain("internal");
});
