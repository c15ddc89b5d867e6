import { createServer } from "node:net";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everydayClip, runFfmpeg, runProxx, testTone } from "@proxx/testing";
import { spread } from "@proxx/testing/rows";
import { jobFolder, resultOf, type JobFolder } from "./job-folder.ts";

type Document = (job: JobFolder, canary: string) => unknown;

/** Documents as text or bytes, that are no JSON object at all. */
const BROKEN: Record<string, Document> = {
  "an empty file": () => "",
  "white space": () => " \n\t ",
  "a number": () => "5",
  "a text": () => '"job"',
  "a list": () => "[]",
  null: () => "null",
  true: () => "true",
  "half a document": (job) => JSON.stringify(job.spec()).slice(0, 100),
  "a trailing comma": (job) => JSON.stringify(job.spec()).replace(/}$/, ",}"),
  "a comment": (job) => `// job\n${JSON.stringify(job.spec())}`,
  "single quotes": () => "{'sources': []}",
  NaN: (job) => JSON.stringify(job.spec()).replace('"preserve_source"', "NaN"),
  Infinity: (job) => JSON.stringify(job.spec()).replace('"preserve_source"', "Infinity"),
  "two documents": (job) => `${JSON.stringify(job.spec())}\n${JSON.stringify(job.spec())}`,
  "a byte-order mark": (job) => `\uFEFF${JSON.stringify(job.spec())}`,
  "UTF-16": (job) => Buffer.from(JSON.stringify(job.spec()), "utf16le"),
  "bytes that are no UTF-8": () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  "a NUL byte": (job) => `${JSON.stringify(job.spec())}\0`,
  "a video": () => readFileSync(everydayClip()),
  "deep lists": () => "[".repeat(200_000) + "]".repeat(200_000),
  "deep objects": (job) =>
    `{"user_metadata":${'{"a":'.repeat(5000)}1${"}".repeat(5000)},${JSON.stringify(job.spec()).slice(1)}`,
  "a key twice": (job) => JSON.stringify(job.spec()).replace(/}$/, ',"codec":"h265"}'),
  "a key twice in other spelling": (job) => JSON.stringify(job.spec()).replace(/}$/, ',"c\\u006fdec":"h265"}'),
  "a metadata key twice": (job) => JSON.stringify(job.spec()).replace(/}$/, ',"user_metadata":{"a":"1","a":"2"}}'),
  "50 MB": (job) => JSON.stringify(job.spec({ user_metadata: { text: "x".repeat(50 * 1024 * 1024) } })),
  "50 MB of white space": () => Buffer.alloc(50 * 1024 * 1024, 0x20),
};

/** Fields of an otherwise good document. */
const FIELDS: Record<string, Document> = {
  "no field at all": () => ({}),
  "an unknown field": (job) => ({ ...job.spec(), outputdir: "/tmp" }),
  "a field of an older version": (job) => ({ ...job.spec(), naming_template: "x" }),
  __proto__: (job) => JSON.stringify(job.spec()).replace(/}$/, ',"__proto__":{"codec":"h264"}}'),
  "a field with a newline": (job) => ({ ...job.spec(), "co\ndec": 1 }),
  "version 2.1": (job) => job.spec({ jobspec_version: "2.1" }),
  "version as a number": (job) => job.spec({ jobspec_version: 1 }),
  "no version": (job) => job.spec({ jobspec_version: undefined }),
  "a date only": (job) => job.spec({ created_at: "2026-11-20" }),
  "a time without zone": (job) => job.spec({ created_at: "2026-11-20T10:00:00" }),
  "the 31st of February": (job) => job.spec({ created_at: "2026-02-31T10:00:00Z" }),
  "a time as a number": (job) => job.spec({ created_at: 1_790_000_000 }),
  "a text for sources": (job) => job.spec({ sources: everydayClip() }),
  "no sources": (job) => job.spec({ sources: [] }),
  "null for sources": (job) => job.spec({ sources: null }),
  "numbers as sources": (job) => job.spec({ sources: [1, 2] }),
  "an empty source": (job) => job.spec({ sources: [""] }),
  "a list in sources": (job) => job.spec({ sources: [[everydayClip()]] }),
  "one source twice": (job) => job.spec({ sources: [everydayClip(), everydayClip()], output_name_template: "{index}" }),
  "a relative output folder": (job) => job.spec({ output_dir: "proxies" }),
  "a missing output folder": (job) => job.spec({ output_dir: join(job.output, "nowhere") }),
  "a file as output folder": (job) => job.spec({ output_dir: everydayClip() }),
  "an output folder with a NUL": (job) => job.spec({ output_dir: `${job.output}\0` }),
  "a number as output folder": (job) => job.spec({ output_dir: 5 }),
  "a list as output folder": (job) => job.spec({ output_dir: [job.output] }),
  "a template that climbs": (job) => job.spec({ output_name_template: "../{source_name}" }),
  "a template with a folder": (job) => job.spec({ output_name_template: "sub/{source_name}" }),
  "a template with a backslash": (job) => job.spec({ output_name_template: "sub\\{source_name}" }),
  "an absolute template": (job) => job.spec({ output_name_template: "/tmp/{source_name}" }),
  "a template of dots": (job) => job.spec({ output_name_template: ".." }),
  "an unknown token": (job) => job.spec({ output_name_template: "{source}" }),
  "an open brace": (job) => job.spec({ output_name_template: "{source_name" }),
  "an empty template": (job) => job.spec({ output_name_template: "" }),
  "a template of spaces": (job) => job.spec({ output_name_template: "   " }),
  "a template with a control character": (job) => job.spec({ output_name_template: "a\u0007b" }),
  "a template with half a surrogate": (job) => job.spec({ output_name_template: "a\ud800" }),
  "a template with a trailing dot": (job) => job.spec({ output_name_template: "{source_name}." }),
  "a name of 300 bytes": (job) => job.spec({ output_name_template: "n".repeat(300) }),
  "a template that gives two clips one name": (job) =>
    job.spec({ sources: ["a.mov", "b.mov"], output_name_template: "proxy" }),
  "a token the source cannot fill": (job) => job.spec({ output_name_template: "{reel}" }),
  "an unknown codec": (job) => job.spec({ codec: "prores_prxoy" }),
  "a codec as a number": (job) => job.spec({ codec: 5 }),
  "a codec of an Object": (job) => job.spec({ codec: "toString" }),
  "an unknown container": (job) => job.spec({ container: ".mp4" }),
  "a pair that is not legal": (job) => job.spec({ codec: "vp9", proxy_profile: "standard" }),
  "an unknown profile": (job) => job.spec({ proxy_profile: "proxy_h264_lo" }),
  "a profile of another codec": (job) => job.spec({ proxy_profile: "proxy_prores_proxy" }),
  "a profile for Resolve": (job) =>
    job.spec({ codec: "prores_proxy", container: "mov", proxy_profile: "proxy_prores_proxy_resolve" }),
  "a preset without RAW": (job) => job.spec({ resolve_preset: "ProRes 422 Proxy" }),
  "a resolution of zero": (job) => job.spec({ resolution: "0x0" }),
  "a resolution in words": (job) => job.spec({ resolution: "halve" }),
  "a resolution as a number": (job) => job.spec({ resolution: 0.5 }),
  "a rate of zero": (job) => job.spec({ fps_mode: "force_0" }),
  "a rate as a decimal": (job) => job.spec({ fps_mode: "force_23.976" }),
  "a rate as a number": (job) => job.spec({ fps_mode: 25 }),
  "a job id with a slash": (job) => job.spec({ job_id: "a/b" }),
  "a job id of 65 characters": (job) => job.spec({ job_id: "a".repeat(65) }),
  "metadata as a text": (job) => job.spec({ user_metadata: "project" }),
  "metadata that is not flat": (job) => job.spec({ user_metadata: { a: { b: "c" } } }),
  "metadata with a number": (job) => job.spec({ user_metadata: { a: 1 } }),
  "every field wrong": (job) => Object.fromEntries(Object.keys(job.spec()).map((field) => [field, { wrong: true }])),
};

/** Sources that cannot be encoded. */
const SOURCES: Record<string, (job: JobFolder, canary: string) => string> = {
  "a missing file": () => "nowhere.mov",
  "a missing file named like an option": () => "-i.mov",
  "a missing file named like a pattern": () => "%d.mov",
  "a missing file with quotes and semicolon": () => "a'b;c.mov",
  "a protocol": () => "concat:x|y",
  "a URL": (_job, canary) => `${canary}/clip.mov`,
  "a file URL": () => `file://${everydayClip()}`,
  "a name with a newline": () => "two\nlines.mov",
  "an emoji": () => "🎬.mov",
  "a name with a NUL": () => "a\0.mov",
  "a name of 5000 characters": () => `${"n".repeat(5000)}.mov`,
  "a folder": (job) => job.output,
  "a folder named like a clip": (job) => made(job, "folder.mov", (path) => mkdirSync(path)),
  "an empty file": (job) => made(job, "empty.mov", (path) => writeFileSync(path, "")),
  "a text file": (job) => made(job, "text.mov", (path) => writeFileSync(path, "this is no film")),
  "random bytes": (job) => made(job, "random.mov", (path) => writeFileSync(path, Buffer.alloc(5000, 0x91))),
  "a clip cut in half": (job) =>
    made(job, "half.mov", (path) => {
      writeFileSync(path, readFileSync(everydayClip()));
      truncateSync(path, Math.floor(statSync(path).size / 2));
    }),
  "sound alone": (job) => made(job, "tone.wav", (path) => runFfmpeg([...testTone({ seconds: 1 }), path])),
  "a still image": (job) =>
    made(job, "still.png", (path) => runFfmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", path])),
  "a still image named like a clip": (job) =>
    made(job, "still.mov", (path) =>
      runFfmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", "-f", "image2", path]),
    ),
  "a playlist that names a host": (job, canary) =>
    made(job, "list.mov", (path) =>
      writeFileSync(path, `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${canary}/a.ts\n#EXT-X-ENDLIST\n`),
    ),
  "a playlist that names a file": (job) =>
    made(job, "local.mov", (path) =>
      writeFileSync(path, `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${everydayClip()}\n#EXT-X-ENDLIST\n`),
    ),
  "a concat script": (job) =>
    made(job, "script.mov", (path) => writeFileSync(path, `ffconcat version 1.0\nfile '${everydayClip()}'\n`)),
  "a link to nowhere": (job) => made(job, "link.mov", (path) => symlinkSync("/nowhere", path)),
  "a circle of links": (job) => made(job, "circle.mov", (path) => symlinkSync(path, path)),
  "a device": () => "/dev/zero",
};

const server = createServer((socket) => {
  touched++;
  socket.destroy();
});
let touched = 0;
let canary = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  canary = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => void server.close());

describe("proxx run refuses with path and hint, and writes nothing", () => {
  it.each(spread(14, Object.entries({ ...BROKEN, ...FIELDS })))("%s", async (_name, document) => {
    const job = jobFolder();
    const made_ = document(job, canary);
    await expectRefusal(job, job.write(made_), 1);
  });

  it.each(spread(14, Object.entries(SOURCES)))("%s as source", async (_name, source) => {
    const job = jobFolder();
    const path = source(job, canary);
    const { paths } = await expectRefusal(job, job.write(job.spec({ sources: [path], output_name_template: "x" })), 1);
    expect(paths[0]).toBe("$.sources[0]");
  });

  it("touches no network", () => {
    expect(touched).toBe(0);
  });

  it("tells everything that is wrong at once", async () => {
    const job = jobFolder();
    const spec = {
      ...job.spec({ codec: "x", fps_mode: 3, sources: ["nowhere.mov"], output_dir: "relative" }),
      extra: true,
    };
    const { paths } = await expectRefusal(job, job.write(spec), 1);
    expect(paths.toSorted()).toEqual(["$.codec", "$.extra", "$.fps_mode", "$.output_dir", "$.sources[0]"]);
  });

  it("names each source of a refused job by its absolute path", async () => {
    const job = jobFolder();
    const specs = [
      job.spec({ sources: ["nowhere.mov", "sub/../clip.mov", everydayClip()] }),
      job.spec({ sources: ["nowhere.mov", "clip.mov", everydayClip(), 5] }),
    ];
    for (const [index, spec] of specs.entries()) {
      const path = job.write(spec, `job-${index}.json`);
      // Relative to the JobSpec, wherever it is run from.
      const result = resultOf(await runProxx(["run", path], { cwd: job.output }));
      expect(result.clips.map((clip) => clip.source_path)).toEqual([
        join(job.folder, "nowhere.mov"),
        join(job.folder, "clip.mov"),
        everydayClip(),
      ]);
    }
  });
});

async function expectRefusal(job: JobFolder, path: string, code: number): Promise<{ paths: string[] }> {
  const before = listing(job.folder);
  const run = await runProxx(["run", path], { cwd: job.folder });
  expect(run.code).toBe(code);
  const result = resultOf(run);
  expect(result.status).toBe("FAILED");
  expect(result.validation_issues.length).toBeGreaterThan(0);
  for (const issue of result.validation_issues) {
    expect(issue.path).toMatch(/^\$/);
    expect(issue.hint.length).toBeGreaterThan(10);
    expect(issue.message.length).toBeLessThan(600);
    // oxlint-disable-next-line no-control-regex -- a message must not carry what its subject smuggled in
    expect(issue.message + issue.hint + issue.path).not.toMatch(/[\u0000-\u001f]/);
  }
  expect(run.stderr).not.toMatch(/\n\s+at /);
  expect(run.stdout).not.toMatch(/node:internal|\.ts:\d+/);
  expect(listing(job.folder)).toEqual(before);
  return { paths: result.validation_issues.map((issue) => issue.path) };
}

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
}

function made(job: JobFolder, name: string, make: (path: string) => void): string {
  const path = join(job.folder, name);
  make(path);
  return path;
}
