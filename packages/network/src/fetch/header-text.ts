import { isUtf8 } from "node:buffer";

/** A header's value as its sender meant it: HTTP reads bytes as Latin-1, and servers send UTF-8 all the same. */
export function headerText(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString() : value;
}
