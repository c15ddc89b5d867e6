import { createNode, describeValue, type Node, type Signature } from "@proxx/contract";
import { mediaSource } from "@proxx/contract/parameters";
import { z } from "zod";

const signature = {
  type: "media",
  summary: "A file or a URL, as it is",
  params: z.strictObject({ url: mediaSource("video", "image", "audio") }),
  inputs: [],
  yields: "media",
} as const satisfies Signature;

/**
 * A file or a URL, as it is: the beginning of a composition. Inside a parameter the bare string says the same.
 *
 * @example
 * compose(media("/clips/interview.mov"), reframe({ aspectRatio: "9:16", mode: "auto" }))
 */
export function media(urlOrPath: string): Node<"media"> {
  return createNode(signature, { url: checkedLocation(urlOrPath) });
}
media.signature = signature;

function checkedLocation(urlOrPath: unknown): string {
  if (typeof urlOrPath === "string" && urlOrPath !== "") return urlOrPath;
  throw new TypeError(`Expected \`media\` to be given a URL or a path as a string, got ${describeValue(urlOrPath)}`);
}
