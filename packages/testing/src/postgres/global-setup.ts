import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startCluster, type PostgresCluster } from "./start-cluster.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Whoever connects there is told the address of the server for tests: DATABASE_URL, or one that is then started. */
    postgresDoor: string;
  }
}

/** One Postgres for all tests of a run, started when the first of them asks, and gone with the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["DATABASE_URL"];
  // What tests run in processes of their own is not to write into it.
  delete process.env["DATABASE_URL"];
  let cluster: Promise<PostgresCluster> | null = null;
  const folder = mkdtempSync(join(tmpdir(), "proxx-door-"));
  const door = join(folder, "door");
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (given !== undefined) return void socket.end(JSON.stringify({ url: given }));
    cluster ??= startCluster();
    cluster.then(
      ({ url }) => socket.end(JSON.stringify({ url: url("postgres") })),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    );
  });
  await new Promise<void>((resolve) => void server.listen(door, resolve));
  project.provide("postgresDoor", door);
  return async () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
    await (await cluster?.catch(() => null))?.close();
  };
}
