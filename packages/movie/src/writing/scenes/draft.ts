import type { Slide } from "@proxx/contract";
import type { TextSpan } from "../../article/article.ts";

/** A line as it is written, before the script gives it an id. */
export interface DraftLine {
  text: string;
  span: TextSpan | null;
  /** Which bullet, bar or row it speaks of, from 1. */
  item?: number;
}

/** A section as it is written. */
export interface Draft {
  title: string;
  slide: Slide;
  lines: DraftLine[];
  imageUrl?: string | undefined;
  imageCredit?: string | undefined;
  seconds?: number;
}
