import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";

interface Report {
  healthy: boolean;
  findings: { name: string; state: "ok" | "missing" | "optional"; found: string; mend: string | null }[];
}

async function examine(path: string | undefined) {
  const { code, stdout, stderr } = await runProxx(
    ["doctor", "--json"],
    path === undefined ? {} : { env: { PATH: path } },
  );
  expect(stderr).toBe("");
  return { code, ...(JSON.parse(stdout) as Report) };
}

/** A folder with an ffmpeg that says of itself what it is told to. */
function standIn(version: string, codecs: readonly string[] = []): string {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  for (const name of ["ffmpeg", "ffprobe"]) {
    const answer = `case "$*" in *-codecs*) echo '${codecs.join("\n")}' ;; *) echo '${name} version ${version} Copyright' ;; esac`;
    writeFileSync(join(folder, name), `#!/bin/sh\n${answer}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

describe("proxx doctor", () => {
  it("finds what is here, ends with 0, and has no remedy for what is well", async () => {
    const { code, healthy, findings } = await examine(undefined);
    expect([code, healthy]).toEqual([0, true]);
    const names = findings.map(({ name }) => name.trim());
    expect(names).toEqual(
      expect.arrayContaining(["Node.js", "ffmpeg", "ffprobe", "encoder libx264", "DaVinci Resolve"]),
    );
    for (const { state, mend } of findings) expect(mend === null).toBe(state === "ok");
    expect(findings.find(({ name }) => name.trim() === "encoder libx264")).toMatchObject({ found: "h264", mend: null });
    expect(findings.find(({ name }) => name === "Node.js")?.found).toContain(process.versions.node);
  });

  it("ends with 1 where there is no ffmpeg, and says how to install it", async () => {
    const { code, healthy, findings } = await examine(temporaryFolder());
    expect([code, healthy]).toEqual([1, false]);
    expect(findings.filter(({ state }) => state === "missing")).toMatchObject([
      { name: "ffmpeg ≥ 5.1", found: "ffmpeg is not on PATH.", mend: expect.stringContaining("install ffmpeg") },
    ]);
  });

  it("ends with 1 where ffmpeg is too old, and names it", async () => {
    const folder = standIn("4.4.2");
    const { code, findings } = await examine(folder);
    expect(code).toBe(1);
    expect(findings.filter(({ state }) => state === "missing")).toMatchObject([
      { found: `ffmpeg 4.4.2 at ${join(folder, "ffmpeg")} is older than 5.1.`, mend: expect.stringContaining("newer") },
    ]);
  });

  it("works with a small build, and says of each encoder that is not in it what cannot be made", async () => {
    const folder = standIn("7.1", [" DEV.LS h264   H.264 (decoders: h264) (encoders: libx264)"]);
    const { code, healthy, findings } = await examine(folder);
    expect([code, healthy]).toEqual([0, true]);
    const encoder = (name: string) => findings.find((finding) => finding.name.trim() === `encoder ${name}`);
    expect(encoder("libx264")).toMatchObject({ state: "ok", found: "h264", mend: null });
    expect(encoder("libx265")).toMatchObject({
      state: "optional",
      found: "missing; without it: no h265",
      mend: expect.stringContaining("Install a full build of ffmpeg"),
    });
    expect(encoder("aac")).toMatchObject({ state: "optional", found: "missing; without it: no AAC sound" });
  });

  it("tells it to people as a table, then what mends it, then the verdict", async () => {
    const well = await runProxx(["doctor"], { env: { PATH: standIn("7.1") } });
    expect(well.stdout).toMatch(/^✓ +Node\.js +\d+/);
    expect(well.stdout).toMatch(/\n– +encoder libx264 +missing; without it: no h264\n/);
    expect(well.stdout).toMatch(/\n→ encoder libx264: Install a full build of ffmpeg/);
    expect(well.stdout).not.toMatch(/→ (Node\.js|ffmpeg|ffprobe):/);
    expect(well.stdout.trimEnd().split("\n").at(-1)).toBe("Proxx can work here.");
    const ill = await runProxx(["doctor"], { env: { PATH: temporaryFolder() } });
    expect(ill.stdout).toMatch(/\n✗ +ffmpeg ≥ 5\.1 +ffmpeg is not on PATH\./);
    expect(ill.stdout.trimEnd().split("\n").at(-1)).toBe("Proxx cannot work here yet.");
  });
});
