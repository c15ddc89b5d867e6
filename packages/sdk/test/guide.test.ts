import { createHmac } from "node:crypto";
import {
  addSubtitles,
  compose,
  generateVideo,
  lipSync,
  merge,
  reframe,
  replicate,
  verifyWebhook,
  type ExecutionProgress,
} from "@proxx/sdk";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { completed, failed, video } from "./execution-document.ts";
import { startServerStandIn, type ServerStandIn } from "./server-stand-in.ts";

// What the guide to executions shows, as it is written there.

let server: ServerStandIn;
beforeEach(async () => {
  server = await startServerStandIn();
  vi.stubEnv("PROXX_API_URL", server.url);
  vi.stubEnv("REPLICATE_API_TOKEN", "r8_env");
  return () => vi.unstubAllEnvs();
});

describe("the guide", () => {
  it("blocks until complete", async () => {
    const execution = await compose(
      generateVideo({
        model: replicate("bytedance/seedance-1-pro"),
        prompt: "A beautiful sunset",
        duration: 5,
      }),
    ).execute();

    expect(execution.status).toBe("completed");
    expect(execution.result).toEqual(video);
    expect(server.requests[0]?.body).toMatchObject({ providerApiKeys: { replicate: "r8_env" } });
  });

  it("returns immediately with a webhook, which tells of the end", async () => {
    const execution = await compose(
      generateVideo({
        model: replicate("bytedance/seedance-1-pro"),
        prompt: "A beautiful sunset",
        duration: 5,
      }),
    ).execute({
      webhookUrl: "https://myapp.com/webhook",
      webhookSecret: "my-secret-123",
    });

    expect(["pending", "processing"]).toContain(execution.status);
    const completedAt = new Date().toISOString();
    const body = JSON.stringify({ executionId: execution.id, status: "completed", result: video, video, completedAt });
    const signature = createHmac("sha256", "my-secret-123").update(body).digest("hex");
    const headers = { "X-Webhook-Signature": signature };
    expect(await verifyWebhook({ body, headers, secret: "my-secret-123" })).toMatchObject({
      executionId: "exec_1",
      video,
    });
  });

  it("tracks progress", async () => {
    const log: string[] = [];
    const execution = await compose(generateVideo({ prompt: "A beautiful sunset" }))
      .onProgress((progress) => {
        log.push(`Progress: ${progress.progress}%`);
        log.push(`Job: ${progress.currentJob}`);
        log.push(`Completed: ${progress.completedJobs}/${progress.totalJobs}`);
      })
      .execute();

    expect(execution.result?.url).toBe(video.url);
    expect(log.slice(-3)).toEqual(["Progress: 100%", "Job: null", "Completed: 1/1"]);
  });

  it("gives access to results and errors", async () => {
    server.statuses(failed);
    const pipeline = compose(generateVideo({ prompt: "A beautiful sunset" }));
    const execution = await pipeline.execute();
    const log: unknown[] = [];

    if (execution.status === "completed") {
      log.push("Video URL:", execution.result?.url);
      log.push("Duration:", execution.result?.duration);
      log.push("Aspect Ratio:", execution.result?.aspectRatio);
    }

    if (execution.status === "failed") {
      const status = await execution.getStatus();
      log.push("Error:", status.error);
    }

    expect(log).toEqual(["Error:", failed.error]);
  });

  it("builds variants on a base", async () => {
    const productDemo = compose(
      generateVideo({ prompt: "Scene 1", duration: 3 }),
      generateVideo({ prompt: "Scene 2", duration: 3 }),
      generateVideo({ prompt: "Scene 3", duration: 3 }),
      merge({ transition: "crossfade" }),
    );
    const baseExecution = await productDemo.execute();

    await compose(
      productDemo,
      lipSync({ audioUrl: "https://cdn.example.com/french.mp3" }),
      addSubtitles({ language: "fr" }),
    ).execute({
      baseExecutionId: baseExecution.id,
      webhookUrl: "https://api.example.com/webhook/french",
      webhookSecret: "secret123",
    });
    await compose(
      productDemo,
      lipSync({ audioUrl: "https://cdn.example.com/spanish.mp3" }),
      addSubtitles({ language: "es" }),
    ).execute({
      baseExecutionId: baseExecution.id,
      webhookUrl: "https://api.example.com/webhook/spanish",
      webhookSecret: "secret123",
    });

    expect(server.accepted.get("exec_1")?.jobs.map(({ id }) => id)).toEqual(["job1", "job2", "job3", "job4"]);
    expect(server.accepted.get("exec_2")).toEqual({
      jobs: [
        {
          id: "job1",
          type: "lipSync",
          params: { audioUrl: "https://cdn.example.com/french.mp3" },
          output: "$job1",
        },
        { id: "job2", type: "addSubtitles", params: { language: "fr" }, dependsOn: ["job1"], output: "$job2" },
      ],
      baseExecutionId: "exec_1",
      webhook: { url: "https://api.example.com/webhook/french", secret: "secret123" },
    });
    expect(server.accepted.get("exec_3")?.jobs).toHaveLength(2);
  });

  it("polls with callbacks", async () => {
    const log: string[] = [];
    const pipeline = compose(generateVideo({ prompt: "A beautiful landscape" }), reframe({ aspectRatio: "9:16" }));

    pipeline.onProgress((progress: ExecutionProgress) => {
      log.push(`${progress.completedJobs}/${progress.totalJobs} jobs completed`);
    });

    server.statuses({ totalJobs: 2, completedJobs: 1, progress: 50 }, { ...completed, totalJobs: 2, completedJobs: 2 });
    const execution = await pipeline.execute();

    execution.onComplete((result) => {
      log.push(`Video ready: ${result.url}`);
    });
    await vi.waitFor(() =>
      expect(log).toEqual(["1/2 jobs completed", "2/2 jobs completed", `Video ready: ${video.url}`]),
    );
  });

  it("fires and forgets", async () => {
    const pipeline = compose(
      generateVideo({ prompt: "Long video" }),
      lipSync({ audioUrl: "https://cdn.example.com/a.mp3" }),
    );

    const execution = await pipeline.execute({
      webhookUrl: "https://api.example.com/webhook/complete",
      webhookSecret: "secret123",
    });

    expect(execution.id).toBe("exec_1");
    expect(server.asked()).toEqual(["POST /api/execute"]);
  });
});
