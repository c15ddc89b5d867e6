import { StringDecoder } from "node:string_decoder";

/**
 * Turns chunks into lines, split at LF, CR or both; empty lines are left out. A line longer than `maxLength` is cut,
 * never buffered whole, so that a program that writes one endless line costs no memory.
 */
export function createLineSplitter(onLine: (line: string) => void, maxLength: number) {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const extend = (text: string) => {
    if (rest.length < maxLength) rest += text.slice(0, maxLength - rest.length);
  };
  const finish = () => {
    const line = rest;
    rest = "";
    // A cut between the halves of a surrogate pair leaves half a character.
    if (line !== "") onLine(line.isWellFormed() ? line : line.slice(0, -1));
  };
  const take = (text: string) => {
    let start = 0;
    for (const { index } of text.matchAll(/[\r\n]/g)) {
      extend(text.slice(start, index));
      finish();
      start = index + 1;
    }
    extend(text.slice(start));
  };
  return {
    push: (chunk: Buffer) => take(decoder.write(chunk)),
    flush: () => {
      take(decoder.end());
      finish();
    },
  };
}
