import type { ColoredSpan } from "../scene/scene.ts";
import type { Stage } from "../scene/stage.ts";
import { layLine, type LaidText } from "../text/lay-text.ts";
import type { Look } from "../text/look.ts";
import type { CodeToken } from "./highlight-code.ts";

/** A line as it is drawn. */
export interface CodeLine {
  readonly laid: LaidText;
  readonly spans: readonly ColoredSpan[];
  /** Which line of the code it is, or is part of, the first being 1. */
  readonly number: number;
  /** It goes on with the line before. */
  readonly wrapped: boolean;
}

/** The lines of a code, or null where one is too wide and may not be wrapped. One that goes on begins with an ellipsis. */
export async function layCode(
  stage: Stage,
  how: { tokens: readonly (readonly CodeToken[])[]; look: Look; width: number; wrap: boolean },
): Promise<CodeLine[] | null> {
  const { tokens, look, width, wrap } = how;
  const lines: CodeLine[] = [];
  for (const [index, line] of tokens.entries()) {
    const whole = await layTokens(stage, line, look);
    if (whole.laid.width <= width) {
      lines.push({ ...whole, number: index + 1, wrapped: false });
      continue;
    }
    if (!wrap) return null;
    for (const [part, row] of (await wrapTokens(stage, line, look, width)).entries()) {
      lines.push({ ...(await layTokens(stage, row, look)), number: index + 1, wrapped: part > 0 });
    }
  }
  return lines;
}

async function layTokens({ setter, theme }: Stage, tokens: readonly CodeToken[], look: Look) {
  const laid = await layLine(setter, tokens.map(({ text }) => text).join(""), look);
  const spans: ColoredSpan[] = [];
  let from = 0;
  for (const { text, role } of tokens) {
    spans.push({ from, to: from + text.length, color: theme.code[role] });
    from += text.length;
  }
  return { laid, spans };
}

/** Rows that are narrow enough: each as full as can be, broken after a space or a sign where there is one. */
async function wrapTokens(
  { setter }: Stage,
  tokens: readonly CodeToken[],
  look: Look,
  width: number,
): Promise<CodeToken[][]> {
  const pieces = tokens.flatMap(({ text, role }) => (text.match(PIECES) ?? []).map((piece) => ({ text: piece, role })));
  const indent = (/^ */u.exec(tokens.map(({ text }) => text).join(""))?.[0] ?? "").slice(0, 24);
  const begin = (): CodeToken[] => [{ text: `${indent}  … `, role: "comment" }];
  const widthOf = async (row: readonly CodeToken[]) => (await layLine(setter, textOf(row).trimEnd(), look)).width;
  const rows: CodeToken[][] = [];
  let row: CodeToken[] = [];
  for (const piece of pieces) {
    if (row.length > 0 && (await widthOf([...row, piece])) > width) {
      rows.push(row);
      row = begin();
    }
    row.push(...(await fitting(piece)));
  }
  rows.push(row);
  return rows;

  /** A piece that is wider than a row by itself, as an address may be, loses its end. */
  async function fitting(piece: CodeToken): Promise<CodeToken[]> {
    const fits = async (text: string) => (await widthOf([...begin(), { ...piece, text }])) <= width;
    if (await fits(piece.text)) return [piece];
    const characters = Array.from(piece.text);
    const beginning = (length: number) => `${characters.slice(0, length).join("")}…`;
    let [kept, tooLong] = [1, characters.length];
    while (tooLong - kept > 1) {
      const middle = (kept + tooLong) >> 1;
      if (await fits(beginning(middle))) kept = middle;
      else tooLong = middle;
    }
    return [{ ...piece, text: beginning(kept) }];
  }
}

/** What stays together: a word with the sign behind it, or spaces. */
const PIECES = /\s+|[\p{L}\p{N}_$@#]+[^\p{L}\p{N}_$@#\s"'`({[]*|[^\p{L}\p{N}_$@#\s]+/gu;

function textOf(row: readonly CodeToken[]): string {
  return row.map(({ text }) => text).join("");
}
