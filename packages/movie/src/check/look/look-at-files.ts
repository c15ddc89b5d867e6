import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { ProxxError, errorMessage, type Persona, type Script } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { probe, type MediaTools } from "@proxx/media";
import { readImage, type SlideImage } from "@proxx/slides";
import type { LogoFiles } from "../../slides/read-logo.ts";
import type { JsonPath } from "../movie-finding.ts";

export type FilePurpose = "recording" | "picture" | "background" | "avatar" | "music" | "logo";

/** A file that the movie is made with, and what became of the attempt to read it. */
export interface SeenFile {
  readonly purpose: FilePurpose;
  readonly at: JsonPath;
  readonly document: "script" | "configuration";
  readonly path: string;
  readonly problem: "missing" | "unreadable" | "silent" | null;
  /** What was said of the problem. */
  readonly cause: string | null;
  readonly image: SlideImage | null;
  /** Of sound, where the file says it. */
  readonly seconds: number | null;
}

export interface LookOptions {
  /** Where relative paths of the script begin. */
  readonly folder: string;
  readonly fonts: Fonts;
  /** Without them nothing is known of sound and films but whether they are there. */
  readonly tools: (() => Promise<Pick<MediaTools, "ffprobe">>) | undefined;
  readonly music: string | undefined;
  readonly logo: LogoFiles | undefined;
  readonly signal: AbortSignal | undefined;
}

interface NamedFile {
  readonly purpose: FilePurpose;
  readonly at: JsonPath;
  readonly path: string;
  readonly is: "image" | "video" | "sound";
  readonly document?: "configuration";
}

/** Reads every file that a script names. What lies in the network is not fetched. */
export async function lookAtFiles(script: Script, options: LookOptions): Promise<SeenFile[]> {
  const named = filesOf(script);
  if (options.music !== undefined) {
    named.push({
      purpose: "music",
      at: ["music", "path"],
      path: options.music,
      is: "sound",
      document: "configuration",
    });
  }
  named.push(...logosOf(options.logo));
  const seen: SeenFile[] = [];
  for (const file of named) {
    options.signal?.throwIfAborted();
    if (!/^https?:/iu.test(file.path)) seen.push(await lookAt(file, options));
  }
  return seen;
}

function logosOf(logo: LogoFiles | undefined): NamedFile[] {
  if (logo === undefined) return [];
  const common = { purpose: "logo", is: "image", document: "configuration" } as const;
  const one: NamedFile = { ...common, at: ["brand", "logo"], path: logo.path };
  return logo.onDark === logo.path ? [one] : [one, { ...common, at: ["brand", "logo_on_dark"], path: logo.onDark }];
}

function filesOf({ sections, personas = [] }: Script): NamedFile[] {
  const avatars = personas.flatMap(({ avatar }, index): NamedFile[] =>
    avatarFiles(avatar).map(({ path, key }) => ({
      purpose: "avatar",
      at: ["personas", index, "avatar", ...key],
      path,
      is: "image",
    })),
  );
  const ofSections = sections.flatMap(({ slide, background, narrations }, index): NamedFile[] => {
    const at = ["sections", index];
    const picture = slide !== undefined && "image" in slide ? [slide.image] : [];
    return [
      ...picture.map((path): NamedFile => ({ purpose: "picture", at: [...at, "slide", "image"], path, is: "image" })),
      ...(background === undefined
        ? []
        : [
            {
              purpose: "background" as const,
              at: [...at, "background", "path"],
              path: background.path,
              is: background.type,
            },
          ]),
      ...narrations.flatMap(({ audio }, line): NamedFile[] =>
        audio === undefined
          ? []
          : [{ purpose: "recording", at: [...at, "narrations", line, "audio"], path: audio, is: "sound" }],
      ),
    ];
  });
  return [...avatars, ...ofSections];
}

function avatarFiles(avatar: Persona["avatar"]): { path: string; key: string[] }[] {
  if (avatar === undefined) return [];
  if (typeof avatar === "string") return [{ path: avatar, key: [] }];
  return (["closed", "open"] as const).map((key) => ({ path: avatar[key], key: [key] }));
}

async function lookAt(file: NamedFile, options: LookOptions): Promise<SeenFile> {
  const path = resolve(options.folder, file.path);
  const { purpose, at, document = "script" } = file;
  const nothing = { problem: null, cause: null, image: null, seconds: null };
  const tools = file.is === "image" ? undefined : await options.tools?.();
  const seen: SeenFile = { purpose, at, document, path: file.path, ...nothing };
  try {
    const { size } = await stat(path);
    if (size === 0) return { ...seen, problem: "unreadable", cause: "it is empty" };
    if (file.is === "image") return { ...seen, image: await readImage(options.fonts, file.path, await readFile(path)) };
    if (tools === undefined) return seen;
    const facts = await probe(path, { ffprobe: tools.ffprobe, signal: options.signal });
    const isThere = file.is === "video" ? facts.video !== null : facts.audio.length > 0;
    return isThere ? { ...seen, seconds: facts.durationSeconds } : { ...seen, problem: "silent" };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    if (isAbsent(error)) return { ...seen, problem: "missing", cause: null };
    if (error instanceof ProxxError || "code" in Object(error))
      return { ...seen, problem: "unreadable", cause: errorMessage(error) };
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
