import { defineOperation, type Operation } from "@proxx/contract";
import * as builders from "@proxx/operations/builders";

const signature = { ...builders.transcribe.signature, type: "bench.nothing" } as const;

/** Does nothing, so that what is measured is all around it. */
export function createNothing({ onBegin = () => {} }: { onBegin?: () => void } = {}): Operation {
  return defineOperation({
    signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    async run() {
      onBegin();
      return { files: [], transcript: { language: null, text: "", words: [] } };
    },
  });
}

/** A plan of so many of them, one after the other, which listen to the same file and are like none before. */
export function chainOfNothing(media: string, name: string, jobs: number): object {
  const all = Array.from({ length: jobs }, (_, index) => ({
    id: `job${index}`,
    type: signature.type,
    params: { media, options: { name: `${name} ${index}` } },
    dependsOn: index === 0 ? [] : [`job${index - 1}`],
  }));
  return { jobs: all, outputs: Object.fromEntries(all.map(({ id }) => [id, `$${id}`])) };
}
