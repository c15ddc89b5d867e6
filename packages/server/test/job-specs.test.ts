import { existsSync, mkdirSync, rmSync, symlinkSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { jobResultSchema, type RunJob } from "@proxx/contract";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { expect, it, vi } from "vitest";
import { problemOf, startTestServer, type TestServer } from "./test-server.ts";

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
  const job = await ended(ask, id);
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

/** How it stands when it has ended. */
function ended(ask: TestServer["ask"], id: string) {
  return vi.waitFor(
    async () => {
      const job = (await (await ask(`/api/jobspecs/${id}`)).json()) as RunJob;
      expect(["pending", "processing"]).not.toContain(job.status);
      return job;
    },
    { timeout: 60_000, interval: 50 },
  );
}

it("takes a JobSpec once for its key, also after a restart, and runs what it had taken before", async () => {
  const { root, clip, output } = openFolder();
  const options = {
    mediaRoots: [root],
    runtime: { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() },
  };
  const first = await startTestServer(options);
  const spec = (name: string) => ({
    ...jobSpec({ sources: [clip], output_dir: output }),
    output_name_template: `${name}_{index}`,
  });
  const post = async ({ post: send }: TestServer, name: string, key = name) => {
    const answer = await send("/api/jobspecs", spec(name), { "idempotency-key": key });
    return { answer, job: (await answer.json()) as RunJob };
  };
  const tries = await Promise.all(Array.from({ length: 6 }, () => post(first, "a")));
  const [{ job: began }] = tries as [(typeof tries)[number]];
  expect(tries.map(({ answer, job }) => [answer.status, job])).toEqual(tries.map(() => [202, began]));
  expect(tries.filter(({ answer }) => answer.headers.get("idempotent-replayed") === "true")).toHaveLength(5);
  const later = await post(first, "b");
  await first.close();
  const second = await startTestServer(options);
  const again = await post(second, "a");
  expect([again.answer.status, again.answer.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
  expect(again.job).toEqual(began);
  expect((await post(second, "c", "a")).answer.status).toBe(422);
  for (const { id } of [began, later.job]) {
    expect(await ended(second.ask, id)).toMatchObject({ status: "completed", progress: 100 });
  }
  const page = async (query: string) => {
    const answer = await second.ask(`/api/jobspecs?${query}`);
    return { link: answer.headers.get("link"), ...((await answer.json()) as { data: RunJob[]; nextCursor: string }) };
  };
  const firstPage = await page("limit=1");
  expect(firstPage.data).toEqual([expect.objectContaining({ id: later.job.id, status: "completed" })]);
  expect(firstPage.data[0]).not.toHaveProperty("result");
  expect(firstPage.link).toContain(`cursor=${firstPage.nextCursor}`);
  const secondPage = await page(`limit=1&cursor=${firstPage.nextCursor}&status=completed,failed`);
  expect(secondPage.data.map(({ id }) => id)).toEqual([began.id]);
  expect((await page("status=failed")).data).toEqual([]);
});

it("leaves JobSpecs to others where it leaves all work to them, and ends those that nobody has", async () => {
  const { root, clip, output } = openFolder();
  const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
  const door = await startTestServer({ mediaRoots: [root], runtime: { ...runtime, sharing: { onlyAdmits: true } } });
  const post = async (name: string) => {
    const spec = { ...jobSpec({ sources: [clip], output_dir: output }), output_name_template: name };
    return (await (await door.post("/api/jobspecs", spec)).json()) as RunJob;
  };
  const [unwanted, wanted] = [await post("unwanted"), await post("wanted")];
  expect(await (await door.post(`/api/jobspecs/${unwanted.id}/cancel`)).json()).toMatchObject({ status: "cancelled" });
  await startTestServer({ mediaRoots: [root], runtime });
  expect(await ended(door.ask, wanted.id)).toMatchObject({ status: "completed" });
  expect(existsSync(join(output, "unwanted.mp4"))).toBe(false);
});

it("looks again where a JobSpec's paths lead when it is run", async () => {
  const { root, clip, output } = openFolder();
  const elsewhere = openFolder();
  const link = join(root, "link.mov");
  symlinkSync(clip, link);
  const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
  const door = await startTestServer({ mediaRoots: [root], runtime: { ...runtime, sharing: { onlyAdmits: true } } });
  const answer = await door.post("/api/jobspecs", jobSpec({ sources: [link], output_dir: output }));
  const { id } = (await answer.json()) as RunJob;
  rmSync(link);
  symlinkSync(elsewhere.clip, link);
  await startTestServer({ mediaRoots: [root], runtime });
  expect(await ended(door.ask, id)).toMatchObject({
    status: "failed",
    result: { validation_issues: [{ path: "$.sources[0]", code: "path_not_allowed" }] },
  });
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
