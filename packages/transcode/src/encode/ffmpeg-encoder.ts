import type { MediaTools } from "@proxx/media";
import type { ClipEncoder } from "./clip-encoder.ts";
import { encodePastDamage } from "./encode-past-damage.ts";

export function createFfmpegEncoder(tools: MediaTools): ClipEncoder {
  return {
    version: tools.version,
    writesInto: "existing",
    async encode({ sourcePath, plan }, workingPath, options) {
      if (plan === null) throw new TypeError("Expected a clip planned for FFmpeg");
      return encodePastDamage(plan, { tools, sourcePath, workingPath, ...options });
    },
    close: async () => {},
  };
}
