import { compose, generateAudio, generateVideo, media, merge, type ExecuteOptions, type Pipeline } from "@proxx/sdk";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { planSource } from "../src/compose/write-plan.ts";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";
import { startWebhookReceiver } from "./webhook-receiver.ts";

const speech = compose(generateAudio({ text: "Hello" }));

/** Runs it for real; every execution of this process keeps what it makes in the first one's home. */
function run(options: ExecuteOptions, pipeline: Pipeline = speech) {
  const environment = readEnvironment({ PROXX_HOME: temporaryFolder(), PATH: process.env["PATH"] });
  return execute(planSource(pipeline), options, [], { environment });
}

it.each(["http://127.0.0.1:9/hook", "http://10.1.2.3/hook", "https://localhost/hook", "http://[::1]/hook"])(
  "%s is refused before anything runs, and the option that allows it is named",
  async (webhookUrl) => {
    await expect(run({ webhookUrl })).rejects.toMatchObject({
      name: "PlanValidationError",
      issues: [
        {
          path: "$.webhook.url",
          code: "webhook_invalid",
          message: expect.stringContaining("is not a public address"),
          hint: expect.stringContaining("`allowPrivateWebhooks: true`"),
        },
      ],
    });
  },
);

it("is told together with whatever else is wrong", async () => {
  const film = compose(generateVideo({ prompt: "x", duration: -1 }), media("a.mp4"), merge({}));
  await expect(run({ webhookUrl: "http://10.1.2.3/hook" }, film)).rejects.toMatchObject({
    issues: [{ path: "$.jobs[0].params.duration" }, { path: "$.webhook.url" }],
  });
});

it("is told of the end where it is allowed", async () => {
  const receiver = await startWebhookReceiver();
  const execution = await run({ webhookUrl: `${receiver.url}/hook`, allowPrivateWebhooks: true });
  const { body } = await receiver.webhookAt("/hook");
  expect(JSON.parse(body)).toMatchObject({ executionId: execution.id, status: "completed" });
});
