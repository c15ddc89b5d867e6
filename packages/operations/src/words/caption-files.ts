import { cuesOfCaptions, writeSubRip, writeWebVtt, type Caption } from "@proxx/media";
import type { SideFile } from "@proxx/composition";

/** The captions as SubRip, for a track in the film. */
export function captionTrack(captions: readonly Caption[]): string {
  return writeSubRip(cuesOfCaptions(captions));
}

/** The captions as files to lie beside the film. */
export function captionFiles(captions: readonly Caption[]): SideFile[] {
  const cues = cuesOfCaptions(captions);
  return [
    { extension: "srt", mediaType: "application/x-subrip", text: writeSubRip(cues) },
    { extension: "vtt", mediaType: "text/vtt", text: writeWebVtt(cues) },
  ];
}
