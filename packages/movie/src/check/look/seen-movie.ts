import type { Narration, Script, Section, Slide } from "@proxx/contract";
import type { DrawnSlide } from "@proxx/slides";
import type { SpokenTiming } from "../../timeline/place-lines.ts";
import type { MovieTimes } from "../../timeline/movie-times.ts";
import type { JsonPath } from "../movie-finding.ts";
import type { SeenFile } from "./look-at-files.ts";

/** All that rules look at: the script, and what becomes of it. */
export interface SeenMovie {
  readonly script: Script;
  readonly size: { readonly width: number; readonly height: number };
  readonly sections: readonly SeenSection[];
  readonly lines: readonly SeenLine[];
  readonly times: MovieTimes;
  readonly captions: readonly SeenCaption[];
  readonly files: readonly SeenFile[];
  /** What no font can draw, and where it stands. */
  readonly uncovered: readonly { readonly at: JsonPath; readonly graphemes: readonly string[] }[];
  /** The length of each source's text by its index, of those that could be read. */
  readonly sourceLengths: ReadonlyMap<number, number>;
  readonly mostSeconds: number | undefined;
}

export interface SeenSection {
  readonly section: Section;
  readonly at: JsonPath;
  /** The script's, or the one that is chosen. */
  readonly slide: Slide;
  readonly drawn: readonly DrawnSlide[];
}

export interface SeenLine {
  readonly line: Narration;
  readonly section: Section;
  readonly at: JsonPath;
  readonly timing: SpokenTiming;
}

/** A caption of a line, as it is drawn. */
export interface SeenCaption {
  readonly text: string;
  readonly seconds: number;
  readonly words: readonly string[];
  readonly at: JsonPath;
  /** Null where it is surely small enough, or cannot be drawn. */
  readonly drawn: { readonly lines: number; readonly shrunkTo: number } | null;
  readonly lineWidth: number;
}
