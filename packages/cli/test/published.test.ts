import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publint } from "publint";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { installProxx, PUBLISHED } from "@proxx/testing/install-proxx";
import { PROXX_VERSION } from "@proxx/transcode/version";
import { jobFolder, resultOf } from "./job-folder.ts";

describe("the packages, built, packed and installed into an empty project", () => {
  let proxx: [string, string] = ["", ""];
  let project = "";
  const folder = mkdtempSync(join(tmpdir(), "proxx-installed-"));
  beforeAll(() => {
    proxx = installProxx(folder);
    project = join(folder, "project");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("run a JobSpec", () => {
    const job = jobFolder();
    const [node, script] = proxx;
    const run = spawnSync(node, [script, "run", job.write(job.spec())], { encoding: "utf8" });
    expect(run.stderr).toContain("COMPLETED");
    expect(resultOf({ code: run.status, signal: run.signal, stdout: run.stdout, stderr: run.stderr }).status).toBe(
      "COMPLETED",
    );
    expect(existsSync(join(job.output, "everyday_proxy.mp4"))).toBe(true);
  });

  it("are usable from a program of one's own, with types", () => {
    const output = temporaryFolder();
    const program = `
      import { createJobSpec, executeJobSpec } from "@proxx/transcode";
      import { createWatcher } from "@proxx/watch";
      import type { JobResult } from "@proxx/contract";
      const result: JobResult = await executeJobSpec(createJobSpec({
        sources: [${JSON.stringify(everydayClip())}], output_dir: ${JSON.stringify(output)}, output_name_template: "x",
        codec: "h264", container: "mp4", fps_mode: "preserve_source", proxy_profile: "proxy_h264_low",
      }));
      console.log(result.status, typeof createWatcher);
    `;
    writeFileSync(join(project, "program.ts"), program);
    expect(execFileSync(proxx[0], ["program.ts"], { cwd: project, encoding: "utf8" })).toBe("COMPLETED function\n");
    const checked = spawnSync(
      "tsc",
      [
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2024",
        "--skipLibCheck",
        "--types",
        "",
        "program.ts",
      ],
      {
        cwd: project,
        encoding: "utf8",
      },
    );
    expect(checked.stdout.replaceAll(/.*Cannot find name 'console'.*\n/g, "")).toBe("");
  });

  it("carry the page, whose script is one file", () => {
    const page = readFileSync(join(project, "node_modules/@proxx/cli/dist/page/index.html"), "utf8");
    const [, script = ""] = /src="\.\/(assets\/[\w-]+\.js)"/.exec(page) ?? [];
    expect(existsSync(join(project, "node_modules/@proxx/cli/dist/page", script))).toBe(true);
  });

  it("carry the scripts and licences they need", () => {
    expect(existsSync(join(project, "node_modules/@proxx/transcode/resolve-bridge/resolve-bridge.py"))).toBe(true);
    expect(existsSync(join(project, "node_modules/@proxx/cli/resolve-bridge/resolve-bridge.py"))).toBe(true);
    expect(readFileSync(join(project, "node_modules/@proxx/cli/dist/bundled-licences.txt"), "utf8")).toContain(
      "commander",
    );
  });

  it.each(PUBLISHED)(
    "%s has a package.json that publint finds nothing wrong with, and the one version",
    async (name) => {
      const installed = join(project, "node_modules/@proxx", name);
      const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
      expect(messages).toEqual([]);
      expect(JSON.parse(readFileSync(join(installed, "package.json"), "utf8"))).toMatchObject({
        version: PROXX_VERSION,
        license: "MIT",
      });
    },
  );
});
