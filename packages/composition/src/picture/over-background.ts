import { filter } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { isOpaque } from "./ffmpeg-colour.ts";
import { plainPicture } from "./plain-picture.ts";
import { standardForm } from "./scaled.ts";

/** A picture upon one colour. Upon a colour that is not opaque, transparent parts stay as transparent as the colour. */
export function overBackground(picture: Picture, background: string): Picture {
  const alpha = !isOpaque(background);
  if (!picture.alpha) {
    return alpha ? { ...picture, stream: filter(picture.stream, "format", { pix_fmts: "yuva420p" }), alpha } : picture;
  }
  const { width, height, rate, frames } = picture;
  const ground = plainPicture({ colour: background, width, height, rate, frames });
  const laid = filter([ground.stream, picture.stream], "overlay", { format: "yuv420" });
  return { ...picture, stream: standardForm(laid, alpha), alpha };
}
