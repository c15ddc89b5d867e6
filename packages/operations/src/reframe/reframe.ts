import { defineOperation, SIGNATURES } from "@proxx/contract";
import { filter } from "@proxx/media";
import { finish } from "../composition/finish.ts";
import { openInput } from "../composition/open-input.ts";
import { ffmpegApproach, type OperationKit } from "../kit.ts";

export function createReframe(kit: OperationKit) {
  return defineOperation({
    signature: SIGNATURES.reframe,
    version: 1,
    acceptsDeferred: true,
    approach: () => ffmpegApproach(kit),
    async run(params, context) {
      const tools = await kit.tools();
      if (params.video === undefined) throw new TypeError("Expected `video`");
      const composition = await openInput(params.video, { tools, signal: context.signal });
      const { picture } = composition;
      if (picture === null) throw new TypeError("Expected a picture");
      const stream = filter(filter(picture.stream, "crop", { w: 90, h: 90 }), "setsar", { sar: 1 });
      return finish({ ...composition, picture: { ...picture, stream, width: 90, height: 90 } }, context, {
        tools,
        loudness: params.loudness,
      });
    },
  });
}
