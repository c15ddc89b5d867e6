import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { errorMessage, ProxxError } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { readImage, type Logo, type SlideImage } from "@proxx/slides";

/** Where a brand's logo lies, and the one for dark grounds, which may be the same. */
export interface LogoFiles {
  readonly path: string;
  readonly onDark: string;
}

/** A logo with the hash of all its bytes. */
export interface ReadLogo extends Logo {
  readonly sha256: string;
}

/** Without its logo a brand's movie would be somebody else's: one that cannot be read is an error. */
export async function readLogo({ path, onDark }: LogoFiles, fonts: Fonts): Promise<ReadLogo> {
  const [image, other] = await Promise.all([path, onDark].map((file) => readOne(file, fonts)));
  if (image === undefined || other === undefined) throw new TypeError("Expected a logo to have been read");
  const sha256 = createHash("sha256").update(image.data).update(other.data).digest("hex");
  return { image, onDark: other, sha256 };
}

async function readOne(path: string, fonts: Fonts): Promise<SlideImage> {
  let data: Buffer;
  try {
    data = await readFile(path);
  } catch (cause) {
    throw new ProxxError("source_missing", `The logo ${path} cannot be read: ${errorMessage(cause)}.`, {
      hint: "Its path begins where the brand is written.",
      cause,
    });
  }
  return await readImage(fonts, path, data);
}
