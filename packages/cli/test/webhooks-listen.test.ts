import { signWebhook } from "@proxx/network";
import { startProxx } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";

it("receives webhooks, and tells the genuine from the others", async () => {
  const { child, said, stderr, finished } = startProxx(["webhooks", "listen", "0", "--secret", "s3cret"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await said(/received at http:\S+\//);
  const url = /received at (http:\S+\/)/.exec(stderr())?.[1] ?? "";
  const completedAt = new Date().toISOString();
  const message = { executionId: "exec_1", status: "completed", result: null, video: null, results: {}, completedAt };
  const body = JSON.stringify(message);
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const headers = signWebhook({ id: "msg_1", timestampSeconds, body, secret: "s3cret" });
  const genuine = await fetch(url, { method: "POST", body, headers });
  const tampered = await fetch(url, { method: "POST", body: body.replace("exec_1", "exec_2"), headers });
  expect([genuine.status, tampered.status]).toEqual([204, 400]);
  child.kill("SIGTERM");
  const { code, stdout } = await finished;
  const lines = stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect([code, lines]).toMatchObject([
    0,
    [
      { genuine: true, id: "msg_1", body: { executionId: "exec_1" } },
      { genuine: false, why: expect.stringContaining("not genuine"), body: null },
    ],
  ]);
});
