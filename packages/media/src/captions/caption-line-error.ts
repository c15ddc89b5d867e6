import { printable, ProxxError } from "@proxx/contract";

/** A line of a caption file that is not what has to stand there. `index` counts from 0. */
export function captionLineError(index: number, line: string, expected: string): ProxxError {
  const found = printable(line.trim(), 60);
  return new ProxxError(
    "input_unusable",
    `Line ${index + 1} of the subtitles is \`${found}\`, where ${expected} had to stand.`,
    { hint: "Mend that line. Times look like `00:00:01,500 --> 00:00:03,000`." },
  );
}

export function requireOrder(index: number, line: string, { start, end }: { start: number; end: number }): void {
  if (end >= start) return;
  throw captionLineError(index, line, "an end that is not before its beginning");
}
