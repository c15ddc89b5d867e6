/** What the name of an ffmpeg pixel format says. */
export interface PixelFormatFacts {
  bitDepth: number;
  chroma: "420" | "422" | "440" | "444" | "411" | "410" | "gray";
  alpha: boolean;
  rgb: boolean;
}

export function parsePixelFormat(name: string): PixelFormatFacts {
  return { bitDepth: bitDepthOf(name), chroma: chromaOf(name), alpha: hasAlpha(name), rgb: isRgb(name) };
}

function bitDepthOf(name: string): number {
  // Names that count all components together, or stand for a layout rather than a depth.
  if (/^(rgb|bgr)48|^(rgba|bgra)64|^ya16|^p[024]16/.test(name)) return 16;
  if (/^x2(rgb|bgr)10|^xv30|^nv20/.test(name)) return 10;
  if (name.startsWith("xv36")) return 12;
  if (name.startsWith("nv")) return 8;
  const planar = /(?:p|gray|xyz|y2|ya|f)(\d{2})(?:le|be|msble)?$/.exec(name);
  if (planar) return Number(planar[1]);
  const semiPlanar = /^p[024](\d{2})(?:le|be)$/.exec(name);
  return semiPlanar ? Number(semiPlanar[1]) : 8;
}

function chromaOf(name: string): PixelFormatFacts["chroma"] {
  const planar = /^yuva?j?(\d{3})p/.exec(name)?.[1];
  if (
    planar === "420" ||
    planar === "422" ||
    planar === "440" ||
    planar === "444" ||
    planar === "411" ||
    planar === "410"
  ) {
    return planar;
  }
  if (name.startsWith("gray") || name.startsWith("ya") || name.startsWith("mono")) return "gray";
  if (/^(nv12|nv21|p01\d)/.test(name)) return "420";
  if (/^(nv16|nv20|p21\d|yuyv|uyvy|yvyu|y21\d|v210)/.test(name)) return "422";
  return "444";
}

function hasAlpha(name: string): boolean {
  return /^(yuva|gbrap|rgba|bgra|argb|abgr|ya\d|pal8)/.test(name);
}

function isRgb(name: string): boolean {
  // X'Y'Z', as digital cinema has it, is converted like RGB.
  return /^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|pal8|bayer|xyz)/.test(name);
}
