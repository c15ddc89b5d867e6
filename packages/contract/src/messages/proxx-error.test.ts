import { expect, test } from "vitest";
import { errorMessage } from "./error-message.ts";
import { JobSpecValidationError, ProxxError } from "./proxx-error.ts";

test("an error of Proxx says what it is, what to do and whether to try again", () => {
  const cause = new Error("socket hang up");
  const error = new ProxxError("source_unreachable", "The source does not answer.", {
    hint: "Try again later.",
    retryable: true,
    cause,
  });
  expect(error).toMatchObject({ code: "source_unreachable", hint: "Try again later.", retryable: true, cause });
  expect(String(error)).toBe("ProxxError: The source does not answer.");
  expect(new ProxxError("internal", "It failed.", { hint: "" }).retryable).toBe(false);
});

test("an error of another copy of Proxx is one, and nothing else is", () => {
  const brought = Object.assign(new Error("It failed."), { [Symbol.for("proxx.error")]: true });
  expect(brought).toBeInstanceOf(ProxxError);
  for (const other of [new Error("It failed."), null, undefined, "It failed."]) {
    expect(other).not.toBeInstanceOf(ProxxError);
  }
  expect(brought).not.toBeInstanceOf(JobSpecValidationError);
});

test.each([
  [0, "The JobSpec is not valid."],
  [1, "$.sources[0]: It is empty."],
  [2, "$.sources[0]: It is empty. (and 1 more issue)"],
  [3, "$.sources[0]: It is empty. (and 2 more issues)"],
])("a refused JobSpec with %d issues says so in one line", (count, message) => {
  const issues = Array.from({ length: count }, (_, index) => ({
    path: `$.sources[${index}]`,
    code: "invalid_value",
    message: "It is empty.",
    hint: "Name a file.",
  }));
  const error = new JobSpecValidationError(issues);
  expect(error).toBeInstanceOf(ProxxError);
  expect(error).toMatchObject({ name: "JobSpecValidationError", code: "invalid_document", message, issues });
});

test("whatever was thrown has a message", () => {
  expect(errorMessage(new TypeError("No number."))).toBe("No number.");
  expect(errorMessage("a text")).toBe("a text");
  expect(errorMessage(null)).toBe("null");
});
