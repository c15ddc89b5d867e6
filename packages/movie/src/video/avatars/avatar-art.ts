import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { errorMessage, ProxxError, type Persona } from "@proxx/contract";
import { drawnWith, type Fonts } from "@proxx/drawing";
import type { Picture } from "@proxx/renderer";
import { readImage } from "@proxx/slides";
import type { StepDegradation } from "../../step-options.ts";

/** A face that somebody drew: with its mouth shut, and open where there is such a picture. */
export interface AvatarArt {
  readonly closed: ArtPicture;
  readonly open: ArtPicture;
}

interface ArtPicture {
  readonly data: Uint8Array;
  readonly sha256: string;
}

/** The faces of personas by their ids. For one that cannot be read a face is drawn, and it is said. */
export async function readAvatars(
  personas: readonly Persona[],
  { scriptFolder, fonts }: { scriptFolder: string; fonts: Fonts },
): Promise<{ art: Map<string, AvatarArt>; degradations: StepDegradation[] }> {
  const art = new Map<string, AvatarArt>();
  const degradations: StepDegradation[] = [];
  for (const { id, name, avatar } of personas) {
    if (avatar === undefined) continue;
    const files = typeof avatar === "string" ? { closed: avatar, open: avatar } : avatar;
    try {
      const closed = await readPicture(resolve(scriptFolder, files.closed), fonts);
      art.set(id, { closed, open: await readPicture(resolve(scriptFolder, files.open), fonts) });
    } catch (error) {
      if (!(error instanceof ProxxError)) throw error;
      const message = `The picture of ${name} is not shown, a face that was drawn stands in for it: ${errorMessage(error)}`;
      degradations.push({ code: "picture_left_out", message, hint: error.hint });
    }
  }
  return { art, degradations };
}

async function readPicture(path: string, fonts: Fonts): Promise<ArtPicture> {
  let data: Buffer;
  try {
    data = await readFile(path);
  } catch (cause) {
    throw new ProxxError("source_missing", `${path} cannot be read: ${errorMessage(cause)}.`, {
      hint: "Its path begins where the script is.",
      cause,
    });
  }
  await readImage(fonts, path, data);
  return { data, sha256: createHash("sha256").update(data).digest("hex") };
}

export interface ArtLook {
  /** Of its square, in pixels. */
  readonly size: number;
  /** Behind what of the picture is see-through, `#rrggbb`. */
  readonly colour: string;
  /** Around whoever speaks; null around who does not. */
  readonly ring: string | null;
}

/** Raise it when the same look becomes another picture. */
export const ART_VERSION = 1;

/** How much of the square the disc within the ring has, as of faces that are drawn here. */
const DISC = 0.915;

/** A picture cut to a disc, its middle in the middle. */
export function artPicture({ data, sha256 }: ArtPicture, look: ArtLook, fonts: Pick<Fonts, "renderer">): Picture {
  const { size, colour, ring } = look;
  const id = `avatar art ${ART_VERSION} ${drawnWith()["@takumi-rs/core"] ?? "-"} ${sha256} ${size} ${colour} ${ring ?? "-"}`;
  return { id, width: size, height: size, pixels: () => draw() };

  async function draw(): Promise<Uint8Array> {
    const inner = Math.round(size * DISC);
    const at = Math.round((size - inner) / 2);
    const whole = { position: "absolute", left: 0, top: 0, width: size, height: size, borderRadius: size / 2 } as const;
    const disc = { left: at, top: at, width: inner, height: inner, borderRadius: inner / 2 };
    return fonts.renderer.render(
      {
        type: "container",
        style: { width: size, height: size, position: "relative" },
        children: [
          ...(ring === null ? [] : [{ type: "container" as const, style: { ...whole, backgroundColor: ring } }]),
          {
            type: "container",
            style: { ...whole, ...disc, backgroundColor: colour, display: "flex", overflow: "hidden" },
            children: [{ type: "image", src: "face", style: { width: inner, height: inner, objectFit: "cover" } }],
          },
        ],
      },
      { width: size, height: size, format: "raw", images: [{ src: "face", data, cache: "none" }] },
    );
  }
}
