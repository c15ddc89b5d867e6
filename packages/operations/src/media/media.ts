import { defineOperation } from "@proxx/contract";
import { deferComposition, openInput } from "@proxx/composition";
import type { OperationResources } from "../operation-resources.ts";
import { media } from "./signature.ts";

/** A file or a URL as it is. Taken by one other job it is only opened; otherwise it goes into the store. */
export function createMedia(resources: OperationResources) {
  return defineOperation({
    signature: media.signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    knowsWords: (context) => context.knowsWords("url"),
    async run({ url }, context) {
      const { transcript } = url;
      if (context.mayDefer) {
        const composition = await openInput(url, { tools: await resources.tools(), signal: context.signal });
        return { files: [], deferred: deferComposition(composition), transcript };
      }
      const files = url.files.map(({ path, artifact: { kind, mediaType } }) => ({ path, kind, mediaType }));
      return { files, transcript };
    },
  });
}
