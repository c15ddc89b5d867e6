import { PLAIN_ROOM, sentenceCaptions, settleCaptions, timedWords } from "@proxx/media";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  defineOperation,
  ProxxError,
  type Issue,
  type Model,
  type ProducedFile,
  type Transcript,
} from "@proxx/contract";
import { openInput } from "@proxx/composition";
import type { OperationResources } from "../operation-resources.ts";
import { chooseModel } from "../ask-model/choose-model.ts";
import { captionFiles } from "../words/caption-files.ts";
import type { Heard } from "../ask-model/heard.ts";
import { listen, listenApproach, listenIssues } from "../ask-model/listen.ts";
import { unheardOptions } from "../ask-model/unheard-options.ts";
import { knownLocale } from "../words/known-locale.ts";
import { transcribe } from "./signature.ts";

/**
 * What is said in a clip. A model that the plan names listens; without one what an earlier job knows is taken, and only
 * what nobody knows is given to the operator's default model.
 */
export function createTranscribe(resources: OperationResources) {
  const modelFor = (named: Model | undefined, isKnown: boolean) =>
    named === undefined && isKnown ? null : chooseModel(resources, "transcription", named);
  return defineOperation({
    signature: transcribe.signature,
    version: 2,
    alwaysMakesFiles: true,
    acceptsDeferred: true,
    check(params, context): Issue[] {
      const model = modelFor(params.model, context.knowsWords("media"));
      if (model !== null) return listenIssues(resources, model, params, context);
      return context.knowsWords("media") ? unheardOptions(params) : [NOBODY_KNOWS];
    },
    approach(params, context) {
      const model = modelFor(params.model, context.knowsWords("media"));
      if (model !== null) return listenApproach(resources, model, params, context);
      return { provider: null, degradations: [], build: {}, load: "compute" };
    },
    async run(params, context) {
      if (params.media === undefined) throw new TypeError("Expected `media`");
      const known = params.media.transcript;
      const model = modelFor(params.model, known !== null);
      if (model === null && known === null) throw nobodyKnows();
      let heard: Heard | null = known === null ? null : { transcript: known, degradations: [] };
      if (model !== null) {
        const { sound } = await openInput(params.media, { tools: await resources.tools(), signal: context.signal });
        heard = await listen(sound, model, params, { resources, context });
      }
      if (heard === null) throw nobodyKnows();
      const { transcript, degradations } = heard;
      const said = { ...transcript, language: params.language ?? transcript.language };
      return { files: await writeTranscript(said, context.workDir), transcript: said, degradations };
    },
  });
}

const NOBODY_KNOWS: Issue = {
  path: "$",
  code: "text_missing",
  message: "Nobody knows what is said in this clip.",
  hint: 'Name a `model` that listens, such as `openai("whisper-1")`, or set a default one.',
};

function nobodyKnows(): ProxxError {
  return new ProxxError("text_missing", NOBODY_KNOWS.message, { hint: NOBODY_KNOWS.hint });
}

async function writeTranscript(transcript: Transcript, folder: string): Promise<ProducedFile[]> {
  const path = join(folder, "transcript.json");
  await writeFile(path, `${JSON.stringify(transcript, null, 2)}\n`);
  const locale = knownLocale(transcript.language);
  const words = timedWords(transcript, locale);
  const captions = settleCaptions(sentenceCaptions(words, { room: PLAIN_ROOM, locale, measured: true }));
  const besides = await Promise.all(
    captionFiles(captions).map(async ({ extension, mediaType, text }) => {
      const beside = join(folder, `transcript.${extension}`);
      await writeFile(beside, text);
      return { path: beside, kind: "subtitles", mediaType } as const;
    }),
  );
  return [{ path, kind: "transcript", mediaType: "application/json" }, ...besides];
}
