import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JobSpecValidationError, type ClipResult, type Issue, type JobProgress, type JobSpec } from "@proxx/contract";
import {
  askFfprobe,
  createResolveStandIn,
  everydayClip,
  temporaryFolder,
  type ResolveMisbehaviour,
  type ResolveStandIn,
  type ResolveStandInOptions,
} from "@proxx/testing";
import { spread } from "@proxx/testing/rows";
import { createJobSpec, executeJobSpec, type ExecuteOptions } from "@proxx/transcode";
import { describe, expect, test } from "vitest";

interface Scene extends ResolveStandInOptions {
  fields?: Partial<JobSpec>;
  /** @default "ProRes Proxy" */
  preset?: string | null;
  options?: ExecuteOptions;
  limits?: NonNullable<ExecuteOptions["resolve"]>["limits"];
}

/** Bytes that no demuxer takes for anything, under a camera's extension. */
function rawClip(folder: string, name = "clip.braw"): string {
  const path = join(folder, name);
  const blocks = Array.from({ length: 2000 }, (_, index) => createHash("sha256").update(`${name} ${index}`).digest());
  writeFileSync(path, Buffer.concat(blocks));
  return path;
}

/** A job of one RAW clip and a Resolve to run it, with what the scene changes about either. */
function stage({ fields = {}, preset = "ProRes Proxy", options = {}, limits = {}, ...standIn }: Scene = {}) {
  const folder = temporaryFolder();
  const output = temporaryFolder();
  const resolve = createResolveStandIn(folder, standIn);
  const spec = createJobSpec({
    sources: [rawClip(folder)],
    output_dir: output,
    output_name_template: "{source_name}_proxy",
    codec: "prores_proxy",
    container: "mov",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_prores_proxy_resolve",
    ...(preset === null ? {} : { resolve_preset: preset }),
    job_id: "raw-1",
    ...fields,
  });
  const application = {
    python: "python3",
    modules: resolve.modules,
    library: null,
    limits: { graceMs: 8000, ...limits },
  };
  const run = (changed: Partial<JobSpec> = {}) =>
    executeJobSpec({ ...spec, ...changed }, { resolve: application, ...options });
  return { folder, resolve, output, run };
}

async function runOne(scene: Scene = {}) {
  const { resolve, output, run } = stage(scene);
  const result = await run();
  return { resolve, output, result, clip: result.clips[0] as ClipResult };
}

async function refusal(scene: Scene): Promise<{ resolve: ResolveStandIn; output: string; issues: readonly Issue[] }> {
  const { resolve, output, run } = stage(scene);
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  if (!(error instanceof JobSpecValidationError)) throw new Error("The spec was not refused", { cause: error });
  return { resolve, output, issues: error.issues };
}

/** The projects that were made are gone, the user's is open, and nothing of theirs was lost. */
function expectPutAway(resolve: ResolveStandIn): void {
  const { projects, current, lost, rendering } = resolve.state();
  expect({ projects, current, lost }).toEqual({ projects: ["My Film"], current: "My Film", lost: [] });
  expect(rendering === null || !isRunning(rendering)).toBe(true);
}

function isRunning(pid: number): boolean {
  try {
    // The stand-in's render is nobody's child once the bridge is gone; a zombie that waits for its reaper is over.
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

const namesOf = (resolve: ResolveStandIn) => resolve.calls().map(({ call }) => call);
const argumentsOf = (resolve: ResolveStandIn, name: string) =>
  resolve
    .calls()
    .filter(({ call }) => call === name)
    .map(({ arguments: given }) => given);
const rowOf = (clip: ClipResult, check: string) => clip.verification.find((row) => row.check === check);

describe("a clip of camera RAW", () => {
  test("becomes a verified ProRes by the preset, at half size, with the source's timecode", async () => {
    const told: JobProgress[] = [];
    const { result, clip, output, resolve } = await runOne({
      fields: { resolution: "half" },
      options: { onProgress: (progress) => told.push(progress) },
    });
    expect(clip).toMatchObject({
      status: "COMPLETED",
      failure_detail: null,
      losses: [],
      ffmpeg_command: null,
      ffmpeg_command_line: null,
    });
    expect(result).toMatchObject({ status: "COMPLETED", execution_engine: "resolve", engine_version: "19.1.3.7" });
    expect(readdirSync(output)).toEqual(["clip_proxy.mov"]);
    const made = askFfprobe(join(output, "clip_proxy.mov"));
    expect(made.video).toMatchObject({
      codec_tag_string: "apco",
      width: 160,
      height: 90,
      nb_read_frames: "24",
      r_frame_rate: "24/1",
    });
    expect(made).toMatchObject({ timecode: "10:20:30:12", audio: [{ codec_name: "pcm_s24le", channels: 2 }] });
    expect(clip.verification.filter(({ pass }) => !pass)).toEqual([]);
    expect(clip.verification.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        "codec",
        "codec_tag",
        "codec_profile",
        "picture_size",
        "frame_count",
        "duration",
        "frame_rate",
        "start_timecode",
        "sound",
      ]),
    );
    expect(told.map(({ type }) => type)).toContain("clip-progress");
    expectPutAway(resolve);
  });

  test("goes through a project of its own, which is deleted, and the user's is saved before and opened after", async () => {
    const { resolve, output } = await runOne();
    const steps = [
      ...[
        "ProjectManager.SaveProject",
        "ProjectManager.CreateProject",
        "MediaPool.ImportMedia",
        "MediaPool.CreateTimelineFromClips",
      ],
      ...[
        "Timeline.SetStartTimecode",
        "Project.LoadRenderPreset",
        "Project.GetCurrentRenderFormatAndCodec",
        "Project.SetRenderSettings",
      ],
      ...["Project.AddRenderJob", "Project.StartRendering", "Project.DeleteRenderJob"],
      ...["ProjectManager.CloseProject", "ProjectManager.LoadProject", "ProjectManager.DeleteProject"],
    ];
    expect(namesOf(resolve).filter((name) => steps.includes(name))).toEqual(steps);
    const [[project]] = argumentsOf(resolve, "ProjectManager.CreateProject") as [[string]];
    expect(project).toMatch(/^proxx_raw-1_[0-9a-f]{16}$/);
    expect(argumentsOf(resolve, "ProjectManager.DeleteProject")).toEqual([[project]]);
    expect(argumentsOf(resolve, "ProjectManager.LoadProject")).toEqual([["My Film"]]);
    expect(argumentsOf(resolve, "Project.SetRenderSettings")).toEqual([
      [
        {
          SelectAllFrames: true,
          TargetDir: output,
          CustomName: ".clip_proxy.raw-1.partial",
          ExportVideo: true,
          ExportAudio: true,
          FormatWidth: 320,
          FormatHeight: 180,
        },
      ],
    ]);
  });

  test("becomes DNxHR in MXF", async () => {
    const fields = { codec: "dnxhr_lb", container: "mxf", proxy_profile: "proxy_dnxhr_lb_resolve" } as const;
    const { clip, output } = await runOne({ fields, preset: "DNxHR LB" });
    expect(clip).toMatchObject({ status: "COMPLETED", failure_detail: null });
    expect(readdirSync(output)).toEqual(["clip_proxy.mxf"]);
    expect(rowOf(clip, "codec_profile")).toMatchObject({ found: "DNXHR LB", pass: true });
  });

  test("takes a forced rate, its timecode counted at that rate", async () => {
    const { clip, output, resolve } = await runOne({ fields: { fps_mode: "force_29_97" } });
    expect(clip).toMatchObject({ status: "COMPLETED", failure_detail: null });
    expect(argumentsOf(resolve, "Project.SetSetting")).toContainEqual(["timelineFrameRate", "29.97"]);
    expect(argumentsOf(resolve, "Project.SetRenderSettings")).toMatchObject([[{ FrameRate: 29.97 }]]);
    expect(askFfprobe(join(output, "clip_proxy.mov"))).toMatchObject({
      video: { r_frame_rate: "30000/1001" },
      timecode: "10:20:30:15",
    });
  });

  test("without sound is rendered without, and fits into a box with even sides", async () => {
    const { clip, resolve } = await runOne({ fields: { resolution: "300x300" }, properties: { "Audio Ch": "0" } });
    expect(clip).toMatchObject({ status: "COMPLETED", failure_detail: null });
    expect(argumentsOf(resolve, "Project.SetRenderSettings")).toMatchObject([
      [{ ExportAudio: false, FormatWidth: 300, FormatHeight: 168 }],
    ]);
    expect(rowOf(clip, "audio_tracks")).toMatchObject({ expected: "0", found: "0", pass: true });
  });

  test.each(["frame_rate_locked", "speaks_japanese"] as const)(
    "comes off in a Resolve that %s",
    async (misbehaviour) => {
      const { clip, resolve } = await runOne({ misbehaviours: [misbehaviour] });
      expect(clip).toMatchObject({ status: "COMPLETED", failure_detail: null });
      expectPutAway(resolve);
    },
  );

  test("has a loss where Resolve cannot set the timecode", async () => {
    const { clip } = await runOne({ misbehaviours: ["timecode_fixed"] });
    expect(clip).toMatchObject({
      status: "COMPLETED",
      losses: [{ property: "timecode", from: "10:20:30:12", to: "01:00:00:00" }],
    });
  });

  test("waits for its turn beside another job", async () => {
    const scene = stage();
    const other = { sources: [rawClip(scene.folder, "other.r3d")], job_id: "raw-2" };
    const [first, second] = await Promise.all([scene.run(), scene.run(other)]);
    expect([first.status, second.status]).toEqual(["COMPLETED", "COMPLETED"]);
    const made = scene.resolve.calls().filter(({ call }) => /CreateProject|DeleteProject/.test(call));
    expect(made.map(({ call }) => call.split(".")[1])).toEqual([
      "CreateProject",
      "DeleteProject",
      "CreateProject",
      "DeleteProject",
    ]);
    expectPutAway(scene.resolve);
  });

  test("starts from a Resolve that has nothing open", async () => {
    const { clip, resolve } = await runOne({ openProject: null });
    expect(clip).toMatchObject({ status: "COMPLETED", losses: [] });
    expect(resolve.state()).toMatchObject({ projects: [], current: null });
  });
});

describe("a Resolve that misbehaves", () => {
  const cases: [ResolveMisbehaviour, { reason?: string; code?: string; detail: RegExp; scene?: Scene }][] = [
    ["create_project_none", { detail: /did not create the temporary project/ }],
    ["save_project_false", { detail: /My Film is open .* could not be saved/ }],
    ["import_none", { detail: /could not import .*clip\.braw/ }],
    ["folder_not_in_media_storage", { detail: /not in its Media Storage/ }],
    ["render_fails", { detail: /ended the render at 12 %: Media Offline/ }],
    ["appends_to_name", { detail: /wrote .*\.clip_proxy\.raw-1\.partial_0\.mov instead of/ }],
    ["crashes", { code: "tool_failed", detail: /exit code 3/ }],
    [
      "never_finishes",
      { code: "tool_stalled", detail: /no progress for 3 s/, scene: { options: { stallSeconds: 3 } } },
    ],
    [
      "blocks",
      {
        code: "tool_stalled",
        detail: /no progress for 3 s/,
        scene: { options: { stallSeconds: 3 }, limits: { graceMs: 500 } },
      },
    ],
    [
      "renders_half",
      { reason: "verification_failed", code: "verification_failed", detail: /frame_count is 12 instead of 24/ },
    ],
    [
      "renders_no_sound",
      { reason: "verification_failed", code: "verification_failed", detail: /sound is 0 instead of at least 1/ },
    ],
  ];
  test.each(spread(6, cases))(
    "%s: the clip fails, and the project is put away",
    async (misbehaviour, { reason, code, detail, scene }) => {
      const { clip, output, resolve } = await runOne({ misbehaviours: [misbehaviour], ...scene });
      expect(clip).toMatchObject({
        status: "FAILED",
        failure_reason: reason ?? "execution_error",
        failure_code: code ?? "resolve_failed",
      });
      expect(clip.failure_detail).toMatch(detail);
      expect(readdirSync(output)).not.toContain("clip_proxy.mov");
      if (misbehaviour === "save_project_false") expect(namesOf(resolve)).not.toContain("ProjectManager.CreateProject");
      expectPutAway(resolve);
    },
  );

  test("reaches the time limit of a clip, however much it progresses", async () => {
    const { clip, resolve } = await runOne({ misbehaviours: ["renders_slowly"], limits: { renderMs: 4000 } });
    expect(clip).toMatchObject({ status: "FAILED", failure_code: "tool_timeout" });
    expect(namesOf(resolve)).toContain("Project.StopRendering");
    expectPutAway(resolve);
  });

  test("a project that it will not delete is a loss of a clip that is otherwise right", async () => {
    const { clip, resolve } = await runOne({ misbehaviours: ["keeps_project"] });
    expect(clip.status).toBe("COMPLETED");
    expect(clip.losses).toMatchObject([
      { property: "temporary_project", to: expect.stringMatching(/^left as proxx_raw-1_/) as string },
    ]);
    expect(resolve.state().current).toBe("My Film");
  });

  test("a preset of another container is named with what it makes", async () => {
    const { clip, resolve } = await runOne({ preset: "H.264 Master" });
    expect(clip).toMatchObject({ failure_code: "resolve_failed" });
    expect(clip.failure_detail).toMatch(/`H\.264 Master` makes mp4 \(H264\), and `container` says mov/);
    expect(namesOf(resolve)).not.toContain("Project.StartRendering");
    expectPutAway(resolve);
  });

  test("a preset of another level of the codec is found out by verification", async () => {
    const { clip } = await runOne({ preset: "ProRes LT" });
    expect(clip).toMatchObject({ failure_reason: "verification_failed" });
    expect(clip.failure_detail).toMatch(/codec_tag is apcs instead of apco/);
  });
});

test("an interrupted job stops the render, deletes the project and publishes nothing", async () => {
  const interruption = new AbortController();
  const { clip, output, resolve } = await runOne({
    misbehaviours: ["renders_slowly"],
    options: {
      signal: interruption.signal,
      onProgress: (progress) => {
        if (progress.type !== "clip-progress" || !progress.fraction) return;
        expect(progress.etaSeconds).toBe(4.2);
        interruption.abort();
      },
    },
  });
  expect(clip).toMatchObject({ status: "FAILED", failure_reason: "interrupted", failure_code: "aborted" });
  const names = namesOf(resolve);
  expect(names.indexOf("Project.StopRendering")).toBeGreaterThan(names.indexOf("Project.StartRendering"));
  expect(names.indexOf("ProjectManager.DeleteProject")).toBeGreaterThan(names.indexOf("Project.StopRendering"));
  expect(readdirSync(output)).not.toContain("clip_proxy.mov");
  expectPutAway(resolve);
});

describe("before anything runs", () => {
  test.each([
    [
      "is not installed",
      { options: { resolve: { python: "python3", modules: "/nowhere/Modules", library: null } } },
      /\/nowhere\/Modules cannot be loaded/,
    ],
    ["is not running", { misbehaviours: ["not_running"] }, /does not answer/],
    ["hangs", { misbehaviours: ["hangs_on_connect"], limits: { connectMs: 1500 } }, /did not answer within 1\.5 s/],
    [
      "has no Python",
      { options: { resolve: { python: "/nowhere/python3", modules: "/nowhere", library: null } } },
      /Cannot start `\/nowhere\/python3`/,
    ],
  ] as [string, Scene, RegExp][])("a Resolve that %s refuses the job", async (_title, scene, message) => {
    const { issues, output, resolve } = await refusal(scene);
    expect(issues).toMatchObject([
      { path: "$.sources", code: "resolve_unavailable", message: expect.stringMatching(message) as string },
    ]);
    expect(issues[0]?.hint).not.toBe("");
    expect(readdirSync(output)).toEqual([]);
    expect(namesOf(resolve)).not.toContain("ProjectManager.CreateProject");
  });

  test("a preset that does not exist is refused with the one that was meant", async () => {
    const { issues, output, resolve } = await refusal({ preset: "prores-prxy" });
    expect(issues).toMatchObject([{ path: "$.resolve_preset", code: "resolve_preset_unknown" }]);
    expect(issues[0]?.hint).toMatch(/Did you mean `ProRes Proxy`\? The presets are ProRes Proxy, ProRes LT/);
    expect(readdirSync(output)).toEqual([]);
    expect(resolve.state()).toMatchObject({ current: "My Film", unsaved: ["My Film"] });
  });

  test("every issue is told at once: no preset, and a profile of FFmpeg's", async () => {
    const { issues } = await refusal({ preset: null, fields: { proxy_profile: "proxy_prores_proxy" } });
    expect(issues).toMatchObject([
      { path: "$.proxy_profile", code: "profile_engine", hint: "Take proxy_prores_proxy_resolve." },
      { path: "$.resolve_preset", code: "resolve_preset_missing" },
    ]);
  });

  test("a job that mixes RAW with clips for FFmpeg is refused whole, naming the sources of each", async () => {
    const folder = temporaryFolder();
    const { issues, resolve } = await refusal({ fields: { sources: [rawClip(folder, "A001.braw"), everydayClip()] } });
    expect(issues).toMatchObject([{ path: "$.sources", code: "mixed_engines" }]);
    expect(issues[0]?.message).toMatch(
      /for FFmpeg \(everyday\.mov\) and for DaVinci Resolve \(A001\.braw: camera RAW\)/,
    );
    expect(resolve.calls()).toEqual([]);
  });
});
