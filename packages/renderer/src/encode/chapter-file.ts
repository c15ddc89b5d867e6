import type { Rational } from "@proxx/media";

/** A part of the movie with a name, in frames. */
export interface Chapter {
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

/** The chapters as ffmpeg reads them. What means something in that format is escaped. */
export function chapterFile(chapters: readonly Chapter[], { numerator, denominator }: Rational): string {
  const entries = chapters.map(({ from, to, title }) =>
    [
      "[CHAPTER]",
      `TIMEBASE=${denominator}/${numerator}`,
      `START=${from}`,
      `END=${to}`,
      `title=${title.replaceAll(/[\r\n]+/g, " ").replaceAll(/[=;#\\]/g, String.raw`\$&`)}`,
      "",
    ].join("\n"),
  );
  return [";FFMETADATA1\n", ...entries].join("");
}
