import { readSubRip, readWebVtt, writeSubRip, writeWebVtt, type CaptionCue } from "@proxx/media";
import type { Composition, SideFile, SubtitleTrack } from "../composition.ts";

/** The captions of a film that are not part of its picture: its subtitle tracks, and the files beside it. */
export type Captions = Pick<Composition, "subtitles" | "besides">;

/** The captions of a part of the time, which then begins at 0. */
export function cutCaptions(captions: Captions, { start, end }: { start: number; end: number }): Captions {
  return editCues(captions, (cues) =>
    cues
      .filter((cue) => cue.start < end && cue.end > start)
      .map((cue) => ({ ...cue, start: Math.max(cue.start, start) - start, end: Math.min(cue.end, end) - start })),
  );
}

/** The same captions, each standing longer and later by this factor. */
export function stretchCaptions(captions: Captions, stretch: number): Captions {
  return editCues(captions, (cues) =>
    cues.map((cue) => ({ ...cue, start: cue.start * stretch, end: cue.end * stretch })),
  );
}

function editCues(captions: Captions, edit: (cues: readonly CaptionCue[]) => CaptionCue[]): Captions {
  return {
    subtitles: captions.subtitles.map((track) => ({ ...track, text: writeSubRip(edit(readSubRip(track.text))) })),
    besides: captions.besides.map((file) => ({ ...file, text: writeFile(file, edit(readFile(file))) })),
  };
}

/** The captions of films one after the other: tracks of the same language become one, and so do files of a kind. */
export function joinCaptions(parts: readonly { captions: Captions; at: number }[]): Captions {
  const tracks = new Map<string | null, CaptionCue[]>();
  const files = new Map<SideFile["extension"], { file: SideFile; cues: CaptionCue[] }>();
  for (const { captions, at } of parts) {
    const moved = (cues: readonly CaptionCue[]) =>
      cues.map((cue) => ({ ...cue, start: cue.start + at, end: cue.end + at }));
    for (const { language, text } of captions.subtitles) {
      tracks.set(language, [...(tracks.get(language) ?? []), ...moved(readSubRip(text))]);
    }
    for (const file of captions.besides) {
      const before = files.get(file.extension)?.cues ?? [];
      files.set(file.extension, { file, cues: [...before, ...moved(readFile(file))] });
    }
  }
  const subtitles: SubtitleTrack[] = [...tracks].map(([language, cues]) => ({ language, text: writeSubRip(cues) }));
  return {
    subtitles,
    besides: [...files.values()].map(({ file, cues }) => ({ ...file, text: writeFile(file, cues) })),
  };
}

function readFile({ extension, text }: SideFile): CaptionCue[] {
  return extension === "srt" ? readSubRip(text) : readWebVtt(text);
}

function writeFile({ extension }: SideFile, cues: readonly CaptionCue[]): string {
  return extension === "srt" ? writeSubRip(cues) : writeWebVtt(cues);
}
