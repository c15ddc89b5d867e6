import { cleanText } from "@proxx/drawing";

/** The lines of a code as they are drawn: tabs as spaces, no empty lines around, no indent that all of them have. */
export function expandCode(code: string): string[] {
  const lines = cleanText(code.replace(/\r\n?/gu, "\n").replaceAll("\t", "  "))
    .split("\n")
    .map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const indents = lines.filter((line) => line !== "").map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(Math.min(common, line.length)));
}
