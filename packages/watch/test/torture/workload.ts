import { join } from "node:path";
import { pick } from "./ending.ts";
import { CLIP_FRAMES } from "./torture-clips.ts";

export const SPEC_KINDS = [
  "single",
  "prores",
  "multi",
  "slow",
  "twin",
  "bad-json",
  "missing-source",
  "damaged",
] as const;
type SpecKind = (typeof SPEC_KINDS)[number];

export interface TortureSpec {
  /** Below `pending/`. */
  name: string;
  kind: SpecKind;
  /** Different for each spec, so that it is known again wherever it lies. */
  text: string;
  token: string;
  /** Frames of each output, in order. */
  frames: number[];
  /** Somebody replaced it while it waited: it may be gone. */
  withdrawn: boolean;
}

const SOURCES: Readonly<Record<SpecKind, readonly string[]>> = {
  single: ["a.mov"],
  prores: ["b.mov"],
  multi: ["a.mov", "b.mov", "c.mov"],
  slow: ["slow.mov"],
  twin: ["c.mov"],
  "bad-json": [],
  "missing-source": ["a.mov", "nowhere.mov"],
  damaged: ["c.mov", "damaged.mov", "a.mov"],
};

export interface Workload {
  /** A new spec; of a name that another one had before, sometimes. */
  next(kind: SpecKind): TortureSpec;
  /** Another spec under the name of one that waits. */
  replacement(of: TortureSpec): TortureSpec;
}

export function createWorkload(roundFolder: string, recursive: boolean, random: () => number): Workload {
  let count = 0;
  const names: string[] = [];
  const make = (name: string, kind: SpecKind): TortureSpec => {
    const token = `${kind}-${++count}`;
    const text =
      kind === "bad-json"
        ? `{ "jobspec_version": "1.0.0", "token": "${token}", "sources": [`
        : `${JSON.stringify(specOf(roundFolder, kind, token), null, 2)}\n`;
    return {
      name,
      kind,
      text,
      token,
      frames: SOURCES[kind].map((source) => CLIP_FRAMES[source] ?? 0),
      withdrawn: false,
    };
  };
  return {
    next: (kind) => {
      const folder = recursive && random() < 0.4 ? pick(["reel 1/", "reel 1/day~2/", "ö/"], random) : "";
      const reused = names.length > 0 && random() < 0.3 ? pick(names, random) : null;
      const name =
        reused ?? `${folder}${pick(["a", "b", "c", "d", "e", "f"], random)}-${kind}${random() < 0.2 ? "~2" : ""}.json`;
      names.push(name);
      return make(name, kind);
    },
    replacement: ({ name }) => make(name, "single"),
  };
}

function specOf(roundFolder: string, kind: SpecKind, token: string): object {
  const prores = kind === "prores";
  return {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: SOURCES[kind].map((source) => join(roundFolder, "sources", source)),
    output_dir: join(roundFolder, "outputs"),
    output_name_template: kind === "twin" ? "twin_{source_name}" : `{source_name}_${token}`,
    codec: prores ? "prores_proxy" : "h264",
    container: prores ? "mov" : "mp4",
    fps_mode: "preserve_source",
    proxy_profile: prores ? "proxy_prores_proxy" : "proxy_h264_low",
    user_metadata: { token },
  };
}
