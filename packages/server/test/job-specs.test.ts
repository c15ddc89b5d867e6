import { existsSync, mkdirSync, symlinkSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { jobResultSchema } from "@proxx/contract";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { expect, it, vi } from "vitest";
import { problemOf, startTestServer } from "./test-server.ts";

/** A folder that is open to JobSpecs, with a clip and a folder for outputs. */
function openFolder() {
  const root = temporaryFolder();
  const [clip, output] = [join(root, "clip.mov"), join(root, "proxies")];
  copyFileSync(everydayClip(), clip);
  mkdirSync(output);
  return { root, clip, output };
}

function jobSpec(fields: { sources: string[]; output_dir: string }) {
  return {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
    ...fields,
  };
}

it("runs a JobSpec below an open folder, with its whole result", async () => {
  const { root, clip, output } = openFolder();
  const { url, post, ask } = await startTestServer({ mediaRoots: [root] });
  const answer = await post("/api/jobspecs", jobSpec({ sources: [clip], output_dir: output }));
  const { id } = (await answer.json()) as { id: string };
  expect([answer.status, answer.headers.get("location")]).toEqual([202, `${url}/api/jobspecs/${id}`]);
  const job = await vi.waitFor(
    async () => {
      const said = (await (await ask(`/api/jobspecs/${id}`)).json()) as {
        status: string;
        progress: number;
        result: unknown;
      };
      expect(["pending", "processing"]).not.toContain(said.status);
      return said;
    },
    { timeout: 60_000, interval: 50 },
  );
  expect([job.status, job.progress]).toEqual(["completed", 100]);
  const { clips } = jobResultSchema.parse(job.result);
  expect(clips.map(({ output_path }) => output_path)).toEqual([join(output, "clip_proxy.mp4")]);
  expect(existsSync(join(output, "clip_proxy.mp4"))).toBe(true);
});

it("refuses what lies elsewhere, whether it is there or not, links followed", async () => {
  const { root, clip, output } = openFolder();
  const elsewhere = openFolder();
  symlinkSync(elsewhere.clip, join(root, "link.mov"));
  symlinkSync(elsewhere.root, join(root, "away"));
  symlinkSync(join(elsewhere.root, "nothing.mov"), join(root, "nowhere.mov"));
  const { post } = await startTestServer({ mediaRoots: [root] });
  const sources = [
    elsewhere.clip,
    join(elsewhere.root, "nothing.mov"),
    join(root, "link.mov"),
    join(root, "away/clip.mov"),
    join(root, "away/nothing.mov"),
    `${root}/../${elsewhere.root.split("/").at(-1)}/clip.mov`,
    `${root}x/clip.mov`,
    "clip.mov",
    "/etc/passwd",
  ];
  for (const source of sources) {
    const answer = await post("/api/jobspecs", jobSpec({ sources: [clip, source], output_dir: output }));
    expect([source, answer.status]).toEqual([source, 400]);
    expect(await problemOf(answer)).toMatchObject({ issues: [{ path: "$.sources[1]", code: "path_not_allowed" }] });
  }
  for (const folder of [elsewhere.output, join(root, "away/proxies"), "/"]) {
    const answer = await post("/api/jobspecs", jobSpec({ sources: [clip], output_dir: folder }));
    expect(await problemOf(answer)).toMatchObject({ issues: [{ path: "$.output_dir", code: "path_not_allowed" }] });
  }
  const nowhere = await post("/api/jobspecs", jobSpec({ sources: [join(root, "nowhere.mov")], output_dir: output }));
  expect(nowhere.status).toBe(400);
});

it("refuses a document with all its issues, and every document where no folder is open", async () => {
  const { root } = openFolder();
  const { post } = await startTestServer({ mediaRoots: [root] });
  const wrong = await post("/api/jobspecs", { jobspec_version: "0.9", codec: "h264x" });
  expect(wrong.status).toBe(400);
  expect(((await problemOf(wrong))["issues"] as unknown[]).length).toBeGreaterThan(3);
  const closed = await startTestServer();
  const answer = await closed.post("/api/jobspecs", {});
  expect([answer.status, (await problemOf(answer))["code"]]).toEqual([403, "no_media_root"]);
});

it("that waits its turn is cancelled, and says so", async () => {
  const { root, clip, output } = openFolder();
  const { post, ask } = await startTestServer({ mediaRoots: [root] });
  const spec = jobSpec({ sources: [clip], output_dir: output });
  await post("/api/jobspecs", spec);
  const { id } = (await (await post("/api/jobspecs", { ...spec, output_name_template: "{source_name}_2" })).json()) as {
    id: string;
  };
  expect(await (await post(`/api/jobspecs/${id}/cancel`)).json()).toMatchObject({ id, status: "cancelled" });
  expect((await ask("/api/jobspecs/job_1")).status).toBe(404);
});
