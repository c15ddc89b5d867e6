import { formatJsonPath, PlanValidationError, ProxxError } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { asProblem, errorResponse } from "./error-response.ts";

const ABOUT = { requestId: "req_1", instance: "/api/execute" };

describe("what is wrong with a plan", () => {
  test("stands in the answer by path and by pointer, however a key is spelt", async () => {
    const paths = [
      "$",
      "$.jobs[0].params.prompt",
      '$.jobs[2].params["a b"]',
      '$["x/y~z"].options',
      formatJsonPath(['a"b夜#']),
    ];
    const issues = paths.map((path) => ({ path, code: "wrong", message: "It is wrong.", hint: "Change it." }));
    const answer = errorResponse(new PlanValidationError(issues), ABOUT);
    const body = (await answer.json()) as { errors: { pointer: string }[] };
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(body).toMatchObject({ ...ABOUT, code: "invalid_document", type: "urn:proxx:problem:invalid_document" });
    expect(body.errors.map(({ pointer }) => pointer)).toEqual([
      "#",
      "#/jobs/0/params/prompt",
      "#/jobs/2/params/a%20b",
      "#/x~1y~0z/options",
      "#/a%22b%E5%A4%9C%23",
    ]);
  });
});

describe("an error", () => {
  const error = (code: ConstructorParameters<typeof ProxxError>[0]) =>
    new ProxxError(code, "/home/me/secret is full.", { hint: "Make room.", retryable: true });

  test.each([
    ["disk_full", 507],
    ["execution_not_found", 404],
    ["source_too_large", 413],
    ["source_missing", 400],
    ["base_not_found", 400],
  ] as const)("that is %s is %d, with what to do", (code, status) => {
    expect(asProblem(error(code))).toMatchObject({ status, code, hint: "Make room.", retryable: true });
  });

  test.each([
    ["of Proxx's own", error("tool_failed")],
    ["of nobody's", new TypeError("secret is not a function")],
    ["that is none", "secret"],
  ])("%s tells a client nothing of what happened inside", async (_whose, thrown) => {
    const answer = errorResponse(thrown, ABOUT);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: "internal", requestId: "req_1", retryable: true });
    expect(text).not.toContain("secret");
  });
});
