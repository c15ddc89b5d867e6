import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { incoming, sha256Of } from "../../engine/test/store-contract.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server, type S3Server } from "./s3-server.ts";
import type { UploadProgramConfig } from "./upload-program.ts";

const PROGRAM = fileURLToPath(new URL("./upload-program.ts", import.meta.url));
const ROUNDS = 4;

/** Kills the process that uploads when the server has been asked so often. */
async function uploadAndKill(server: S3Server, config: UploadProgramConfig, killAtRequest: number): Promise<void> {
  const child = spawn(process.execPath, ["--conditions=@proxx/source", PROGRAM, JSON.stringify(config)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  let asked = 0;
  server.interfere = () => {
    asked += 1;
    if (asked === killAtRequest) child.kill("SIGKILL");
    return "goes on";
  };
  await new Promise((resolve) => child.once("close", resolve));
  server.interfere = () => "goes on";
}

test("of uploads whose process is killed nothing is believed but what is whole, and the next one is", async () => {
  const server = await startS3Server();
  const random = createRandom(11);
  const cacheFolder = join(temporaryFolder(), "cache");
  for (let round = 0; round < ROUNDS; round += 1) {
    const bytes = randomBytes(round % 2 === 0 ? 3 * 1024 * 1024 : 200 * 1024);
    const sha256 = sha256Of(bytes);
    const { path } = incoming(bytes);
    const partBytes = 1024 * 1024;
    const requests = round % 2 === 0 ? 8 : 3;
    const config = { settings: server.settings, cacheFolder, path, partBytes };
    await uploadAndKill(server, config, 1 + Math.floor(random() * requests));
    const found = await openTestStorage(server).storage.artifacts.find(sha256);
    expect(["gone", "intact"]).toContain(found.state);
    // The same machine has the bytes, whoever was killed; what counts is what the bucket has.
    const { artifacts } = openTestStorage(server, { cacheFolder, partBytes }).storage;
    expect((await artifacts.find(sha256)).state).toBe(found.state);
    await artifacts.put(incoming(bytes));
    expect((await openTestStorage(server).storage.artifacts.find(sha256)).state).toBe("intact");
  }
});
