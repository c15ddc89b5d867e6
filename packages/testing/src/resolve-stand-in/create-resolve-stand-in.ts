import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeClip, testPicture, testTone } from "../clips/make-clip.ts";

/** What the stand-in does wrong; each is looked for by name in the Python beside this file. */
export type ResolveMisbehaviour =
  | "not_running"
  | "hangs_on_connect"
  | "create_project_none"
  | "save_project_false"
  | "import_none"
  | "frame_rate_locked"
  | "timecode_fixed"
  | "folder_not_in_media_storage"
  | "render_fails"
  | "renders_half"
  | "renders_no_sound"
  | "renders_slowly"
  | "appends_to_name"
  | "never_finishes"
  | "blocks"
  | "crashes"
  | "speaks_japanese"
  | "keeps_project";

export interface ResolveStandIn {
  /** Folder of the scripting module. */
  modules: string;
  /** All calls so far, in order. */
  calls(): { call: string; arguments: unknown[]; process: number }[];
  /** `lost`: projects that were closed with unsaved changes. */
  state(): { projects: string[]; current: string | null; unsaved: string[]; lost: string[]; rendering: number | null };
}

export interface ResolveStandInOptions {
  misbehaviours?: readonly ResolveMisbehaviour[];
  /** The clip's properties, over those of the everyday one: 320x180, 24 frames at 24, stereo. */
  properties?: Readonly<Record<string, string | number>>;
  /** @default "My Film", open with unsaved changes */
  openProject?: string | null;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PRESETS = {
  "ProRes Proxy": {
    format: "mov",
    codec: "ProRes422P",
    extension: "mov",
    arguments: ["-c:v", "prores_ks", "-profile:v", "0"],
  },
  "ProRes LT": {
    format: "mov",
    codec: "ProRes422LT",
    extension: "mov",
    arguments: ["-c:v", "prores_ks", "-profile:v", "1"],
  },
  "DNxHR LB": {
    format: "mxf_op1a",
    codec: "DNxHRLB",
    extension: "mxf",
    arguments: ["-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p", "-ar", "48000"],
  },
  "H.264 Master": { format: "mp4", codec: "H264", extension: "mp4", arguments: ["-c:v", "libx264"] },
};

/** A DaVinci Resolve in a folder: projects, presets and one clip, which every import turns out to be. */
export function createResolveStandIn(folder: string, options: ResolveStandInOptions = {}): ResolveStandIn {
  const { misbehaviours = [], openProject = "My Film" } = options;
  const modules = join(folder, "Modules");
  mkdirSync(modules);
  for (const name of ["DaVinciResolveScript.py", "stand_in_render.py", "stand_in_state.py"]) {
    copyFileSync(join(HERE, name), join(modules, name));
  }
  const path = makeClip("developed.mov", [
    ...[...testPicture({ size: "320x180", rate: "24", seconds: 1 }), ...testTone({ seconds: 1 })],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-ac", "2"],
  ]);
  // Numbers and texts mixed, as Resolve has them.
  const everyday = {
    Resolution: "320x180",
    FPS: 24.0,
    Frames: "24",
    "Audio Ch": "2",
    "Start TC": "10:20:30:12",
    Type: "Video + Audio",
  };
  const properties = { ...everyday, ...options.properties };
  const write = (name: string, value: unknown) => writeFileSync(join(modules, name), JSON.stringify(value));
  const open = openProject === null ? [] : [openProject];
  write("stand-in.json", { version: "19.1.3.7", misbehaviours, presets: PRESETS, clip: { path, properties } });
  write("state.json", { projects: open, current: openProject, unsaved: open, lost: [], rendering: null });
  const calls = join(modules, "calls.jsonl");
  return {
    modules,
    calls: () =>
      existsSync(calls)
        ? readFileSync(calls, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line))
        : [],
    state: () => JSON.parse(readFileSync(join(modules, "state.json"), "utf8")),
  };
}
