import type { MediaFacts } from "./media-facts.ts";

/** Streams have no index: they may be cut anywhere, and begin wherever their first picture decodes. */
export function isStreamed({ formatNames }: MediaFacts): boolean {
  return formatNames.some((name) =>
    ["mpegts", "mpeg", "h264", "hevc", "m4v", "mpegvideo", "ivf", "obu", "dv"].includes(name),
  );
}
