import { orderCues, type CaptionCue } from "./caption-cue.ts";
import { guardEmptyLines, guardMarkup } from "./caption-guard.ts";
import { formatCaptionTime } from "./caption-time.ts";

/** A SubRip file (`.srt`). Whatever is in a text is text: see `caption-guard.ts`. */
export function writeSubRip(cues: readonly CaptionCue[]): string {
  return orderCues(cues)
    .map(({ startMs, endMs, text }, index) => {
      const times = `${formatCaptionTime(startMs, ",")} --> ${formatCaptionTime(endMs, ",")}`;
      return `${index + 1}\n${times}\n${guardEmptyLines(guardMarkup(text))}\n\n`;
    })
    .join("");
}

/** A WebVTT file (`.vtt`). */
export function writeWebVtt(cues: readonly CaptionCue[]): string {
  const written = orderCues(cues).map(({ startMs, endMs, text }) => {
    const times = `${formatCaptionTime(startMs, ".")} --> ${formatCaptionTime(endMs, ".")}`;
    return `\n${times}\n${guardEmptyLines(escapeEntities(text))}\n`;
  });
  return `WEBVTT\n${written.join("")}`;
}

function escapeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
