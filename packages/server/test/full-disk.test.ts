import { join } from "node:path";
import { fillDisk, smallDisk, temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { problemOf, startTestServer } from "./test-server.ts";

const STILL = { jobs: [{ id: "still", type: "generateImage", params: { prompt: "A tent" }, output: "$still" }] };

it("a disk without room is said at once, of plans and of files, and is over when there is some", async () => {
  const home = smallDisk(join(temporaryFolder(), "disk"), "4m");
  const { post, ask, begin, ended } = await startTestServer({
    runtime: { environment: { PATH: process.env["PATH"] }, home },
  });
  const filler = fillDisk(home);
  // What is written before it is at the end of the log has room there.
  let plan = await post("/api/execute", STILL);
  for (let count = 0; plan.status === 202 && count < 100; count++) plan = await post("/api/execute", STILL);
  const file = await ask("/api/uploads?name=clip.mp4", { method: "POST", body: "x".repeat(100_000) });
  for (const answer of [plan, file]) {
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([507, "60"]);
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ code: "disk_full", retryable: true });
    expect(JSON.stringify(problem)).not.toContain(home);
  }
  filler.free();
  expect((await ended(await begin(STILL))).status).toBe("completed");
});
