import { StringDecoder } from "node:string_decoder";

/** Turns chunks into lines, split at LF, CR or both; a line longer than `maxLength` is cut, never buffered whole. */
export function createLineSplitter(onLine: (line: string) => void, maxLength: number) {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string) => {
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "").slice(0, maxLength);
    for (const line of lines) if (line !== "") onLine(line.slice(0, maxLength));
  };
  return {
    push: (chunk: Buffer) => take(decoder.write(chunk)),
    flush: () => {
      take(decoder.end());
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
}
