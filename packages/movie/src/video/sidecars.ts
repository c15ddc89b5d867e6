import type { Script } from "@proxx/contract";
import { cuesOfCaptions, toNumber, writeSubRip, writeWebVtt } from "@proxx/media";
import type { MovieTimes } from "../timeline/movie-times.ts";

/** What lies beside a movie as text, by the end of its name. */
export function sidecars(script: Script, times: MovieTimes): Record<"srt" | "vtt" | "chapters.txt" | "md", string> {
  const cues = cuesOfCaptions(times.captions);
  return {
    srt: writeSubRip(cues),
    vtt: writeWebVtt(cues),
    "chapters.txt": chapterLines(times)
      .map((line) => `${line}\n`)
      .join(""),
    md: description(script, times),
  };
}

/** As platforms read them out of a description. */
function chapterLines({ chapters, frameRate }: MovieTimes): string[] {
  const isLong = (chapters.at(-1)?.from ?? 0) / toNumber(frameRate) >= 3600;
  return chapters.map(({ from, title }) => `${clock(from / toNumber(frameRate), isLong)} ${title}`);
}

function clock(seconds: number, isLong: boolean): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return isLong
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

function description(script: Script, times: MovieTimes): string {
  const sources = (script.sources ?? []).map(({ title, author, url, path, accessed_at: accessed }) => {
    const where = url ?? path ?? "";
    const name = [title, author].filter(Boolean).join(", ");
    const when = accessed === undefined ? "" : ` (${accessed.slice(0, 10)})`;
    return `- ${[name, where].filter(Boolean).join(": ")}${when}`;
  });
  const credits = script.sections.flatMap(({ image_credit: own, slide }) => {
    const credit = own ?? (slide !== undefined && "credit" in slide ? slide.credit : undefined);
    return credit === undefined ? [] : [`- ${credit}`];
  });
  return [
    `# ${script.title}`,
    ...(script.description === undefined ? [] : [script.description]),
    chapterLines(times).join("\n"),
    ...(sources.length === 0 ? [] : [`## Sources\n\n${sources.join("\n")}`]),
    ...(credits.length === 0 ? [] : [`## Pictures\n\n${[...new Set(credits)].join("\n")}`]),
  ]
    .join("\n\n")
    .concat("\n");
}
