import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { damagedPacket, soundClip, temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { openRuntime } from "../src/index.ts";

/** Serves a file as a web server does that knows whether it is still the same. Gives its host. */
async function serve(path: string): Promise<string> {
  const bytes = readFileSync(path);
  const server = createServer(({ headers }, response) => {
    if (headers["if-none-match"] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"1"', "content-type": "video/quicktime" }).end(bytes);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
}

test("a film from the web that decodes with broken pictures ends its plan, each time, under the name it has there", async () => {
  const whole = soundClip("web.mov", { seconds: 2 }, ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le"]);
  const damaged = damagedPacket(whole, join(temporaryFolder(), "web.mov"), { stream: "v:0", number: 34, offset: 1500 });
  const host = await serve(damaged);
  const runtime = openRuntime({
    home: temporaryFolder(),
    environment: { PATH: process.env["PATH"] },
    allowPrivateSources: true,
  });
  onTestFinished(() => runtime.close());
  const jobs = [
    { id: "fast", type: "speed", params: { video: `http://${host}/web.mov?key=secret`, factor: 2 } },
    { id: "film", type: "reframe", params: { video: "$fast", aspectRatio: "1:1" } },
  ];
  for (const _run of ["fetched", "known"]) {
    const execution = await (await runtime.engine.start({ jobs })).finished;
    expect(execution).toMatchObject({
      status: "failed",
      error: {
        code: "source_damaged",
        jobId: "film",
        message: expect.stringContaining(`The source http://${host}/web.mov is damaged. `),
        hint: expect.stringContaining("copy it again where they differ"),
      },
    });
    expect(execution.error?.message).toMatch(/\d+ of 50 frames of picture do not decode whole, the first at 1\.3/);
  }
});
