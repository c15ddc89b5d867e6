import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { compose, media, reframe } from "@proxx/sdk";
import { makeClip, QUICK_H264, temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { addressOf, startWebhookReceiver } from "./webhook-receiver.ts";

const PROGRAM = `
  import { compose, media, reframe } from "@proxx/sdk";
  const [source, webhookUrl] = process.argv.slice(1);
  const here = { allowPrivateSources: true, allowPrivateWebhooks: true };
  await compose(media(source), reframe({ aspectRatio: "1:1" })).execute({ ...here, webhookUrl, webhookSecret: "s" });
`;

it("tells the webhook of a program that is gone, by the program that goes on with what it had begun", async () => {
  const film = readFileSync(makeClip("gone.mp4", ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", ...QUICK_H264]));
  const held = new Map<string, ServerResponse>();
  const send = (response?: ServerResponse) => response?.writeHead(200, { "content-type": "video/mp4" }).end(film);
  const cdn = createServer(({ url = "" }, response) => void held.set(url, response));
  await new Promise<void>((resolve) => cdn.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    cdn.close();
    cdn.closeAllConnections();
  });
  const { url, webhookAt } = await startWebhookReceiver();
  vi.stubEnv("PROXX_HOME", temporaryFolder());
  vi.stubEnv("PROXX_API_URL", "");
  onTestFinished(() => void vi.unstubAllEnvs());
  const args = ["--conditions=@proxx/source", "--input-type=module", "--eval", PROGRAM];
  const gone = spawn(process.execPath, [...args, `${addressOf(cdn)}/theirs.mp4`, `${url}/theirs`], {
    cwd: import.meta.dirname,
    stdio: "inherit",
  });
  await vi.waitFor(() => expect(held.has("/theirs.mp4")).toBe(true), { timeout: 30_000 });
  gone.kill("SIGKILL");
  await once(gone, "exit");
  held.clear();

  const here = { allowPrivateSources: true, allowPrivateWebhooks: true };
  const running = compose(media(`${addressOf(cdn)}/ours.mp4`), reframe({ aspectRatio: "1:1" })).execute(here);
  await vi.waitFor(() => expect([...held.keys()].toSorted()).toEqual(["/ours.mp4", "/theirs.mp4"]), {
    timeout: 30_000,
  });
  send(held.get("/theirs.mp4"));
  const { body, headers } = await webhookAt("/theirs");
  expect(JSON.parse(body)).toMatchObject({ status: "completed", video: { aspectRatio: "1:1" } });
  expect(headers["webhook-signature"]).toMatch(/^v1,/);
  send(held.get("/ours.mp4"));
  expect(await running).toMatchObject({ status: "completed" });
});
