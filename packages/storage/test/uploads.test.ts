import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server } from "./s3-server.ts";

async function withUpload() {
  const server = await startS3Server();
  const [here, there] = [openTestStorage(server, { partBytes: 1024 }).storage, openTestStorage(server).storage];
  const folder = temporaryFolder();
  const [from, to] = [join(folder, "from.mp4"), join(folder, "to.mp4")];
  const bytes = "a film ".repeat(1000);
  writeFileSync(from, bytes);
  const sent = { id: "upl_1.mp4", sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
  await here.uploads.keep(sent, from);
  return { server, here: here.uploads, there: there.uploads, sent, bytes, to };
}

test("what a client has sent to one machine is brought to another, sent in parts where it is large", async () => {
  const { server, there, sent, bytes, to } = await withUpload();
  expect(server.requests.some((line) => line.includes("partNumber="))).toBe(true);
  await there.bring(sent, to, {});
  expect(readFileSync(to, "utf8")).toBe(bytes);
});

test("what was deleted is there for nobody, and may be deleted again", async () => {
  const { here, there, sent, to } = await withUpload();
  await there.remove(sent.id);
  await here.remove(sent.id);
  await expect(here.bring(sent, to, {})).rejects.toMatchObject({ code: "source_missing", retryable: false });
  expect(existsSync(to)).toBe(false);
});

test("other bytes under its id are not what was sent", async () => {
  const { server, there, sent, to } = await withUpload();
  const path = server.pathOf("proxx/uploads/upl_1.mp4");
  writeFileSync(path, readFileSync(path, "utf8").replace("film", "FILM"));
  await expect(there.bring(sent, to, {})).rejects.toMatchObject({ code: "source_missing" });
  expect(existsSync(to)).toBe(false);
});
