import { execFileSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REMOTION_PACKAGES } from "../../packages/remotion/src/load-remotion.ts";
import { DEPLOY, readDeploy } from "./read-files.ts";

const dockerfile = readDeploy("image/Dockerfile");
const folder = join(DEPLOY, "image");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));

it("is made by scripts alone, of which each is tried in a root as well", () => {
  const called = new Set(dockerfile.match(/[a-z-]+\.sh/g));
  called.delete("try-in-a-root.sh");
  expect([...called].toSorted()).toEqual(scripts.filter((name) => !name.startsWith("try-")).toSorted());
  const trial = readDeploy("image/try-in-a-root.sh");
  for (const name of called) expect(trial).toContain(name);
  for (const [, command = ""] of dockerfile.matchAll(/^RUN (.*)$/gm)) {
    expect(command.replaceAll(/\S*\.sh|\/opt\/(?:proxx|remotion)|&&|rm|\/tmp\/\*/g, "").trim()).toBe("");
  }
});

it.each(scripts)("%s is a script that a shell reads, and may be run", (name) => {
  execFileSync("sh", ["-n", join(folder, name)]);
  accessSync(join(folder, name), constants.X_OK);
  expect(readDeploy(`image/${name}`)).toMatch(/^#!\/bin\/sh\n(?:#.*\n)+set -eu\n/);
});

it("runs as nobody in particular, keeps what its volumes hold, and says whether it is well", () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const users = new Map(
    stages.map((stage) => [/ AS ([\w-]+)/.exec(stage)?.[1], stage.match(/^USER .*$/gm)?.at(-1)] as const),
  );
  expect(Object.fromEntries(users)).toEqual({
    build: undefined,
    "remotion-packages": undefined,
    slim: "USER 10001:10001",
    full: "USER 10001:10001",
    // As that which it begins with.
    remotion: undefined,
  });
  const user = readDeploy("image/make-user.sh");
  for (const volume of ["/var/lib/proxx", "/var/cache/proxx"]) {
    expect(dockerfile).toMatch(new RegExp(`^VOLUME .*"${volume}"`, "m"));
    expect(user).toContain(volume);
  }
  expect(dockerfile).toMatch(/^HEALTHCHECK .*healthy\.mjs/m);
  expect(user).toContain("--uid 10001");
});

it("brings the versions of Remotion that Proxx asks for", () => {
  const script = readDeploy("image/install-remotion.sh");
  const version = /^version=(.*)$/m.exec(script)?.[1] ?? "";
  const written = script.replaceAll("$version", version);
  for (const name of REMOTION_PACKAGES) expect(written).toContain(name);
});
