import { compose, reframe } from "@proxx/sdk";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { planSource } from "../src/compose/write-plan.ts";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";

it("a base that does not exist has its own code, also where nothing of the composition could be the base's", async () => {
  const environment = readEnvironment({ PROXX_HOME: temporaryFolder(), PATH: process.env["PATH"] });
  const tall = compose(reframe({ aspectRatio: "9:16" }));
  const started = execute(planSource(tall), { baseExecutionId: "exec_none" }, [], { environment });
  await expect(started).rejects.toMatchObject({
    name: "ProxxError",
    code: "base_not_found",
    message: "The base execution exec_none does not exist.",
    cause: { name: "PlanValidationError" },
  });
});
