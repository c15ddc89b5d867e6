import { startCluster } from "@proxx/testing/postgres-cluster";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { ANIMATIC, problemOf, startTestServer } from "./test-server.ts";

it("whoever begins something while the database is away is told so, and it is taken when it is back", async () => {
  await using cluster = await startCluster();
  const environment = { PATH: process.env["PATH"], DATABASE_URL: cluster.url("postgres") };
  const { post, begin, ended, close } = await startTestServer({ runtime: { environment, home: temporaryFolder() } });
  await cluster.crash();
  const answers = await Promise.all([
    post("/api/execute", ANIMATIC),
    post("/api/execute", ANIMATIC, { "idempotency-key": "one" }),
    post("/api/movies", { text: "A tent stands in the rain. It keeps its people dry for as long as the rain lasts." }),
  ]);
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await problemOf(answer)).toMatchObject({ code: "database_unreachable", retryable: true });
  }
  await cluster.start();
  expect((await ended(await begin(ANIMATIC))).status).toBe("completed");
  await close();
});
