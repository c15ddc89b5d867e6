import { join } from "node:path";
import { FADE_FRAMES, RATE, SLIDE_FRAMES, SLIDES } from "./scene.ts";

/** The one ffmpeg command that is usually written for it: looped stills, xfade, burned subtitles. */
export function usualArguments(folder: string, sound: string, output: string): string[] {
  const seconds = (SLIDE_FRAMES + FADE_FRAMES) / RATE;
  const stills = SLIDES.flatMap((_, index) => [
    "-loop",
    "1",
    "-framerate",
    String(RATE),
    "-t",
    String(seconds),
    "-i",
    join(folder, `slide-${index}.png`),
  ]);
  const fades = SLIDES.slice(1).map((_, index) => {
    const offset = ((index + 1) * SLIDE_FRAMES) / RATE;
    const before = index === 0 ? "0:v" : `x${index}`;
    return `[${before}][${index + 1}:v]xfade=transition=fade:duration=${FADE_FRAMES / RATE}:offset=${offset}[x${index + 1}]`;
  });
  const burned = `[x${SLIDES.length - 1}]subtitles=${join(folder, "subtitles.srt")},format=yuv420p[v]`;
  const total = (SLIDES.length * SLIDE_FRAMES) / RATE;
  return [
    ...["-hide_banner", "-v", "error", "-y", ...stills, "-i", sound],
    ...["-filter_complex", [...fades, burned].join(";"), "-map", "[v]", "-map", `${SLIDES.length}:a`],
    ...["-c:v", "libx264", "-preset", "superfast", "-crf", "20", "-r", String(RATE)],
    ...["-c:a", "aac", "-b:a", "192k", "-t", String(total), "-movflags", "+faststart", output],
  ];
}
