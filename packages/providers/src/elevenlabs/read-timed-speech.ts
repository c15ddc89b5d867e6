import { z } from "zod";
import { placeWords } from "../offline/place-words.ts";
import { ProviderError } from "../ask/provider-error.ts";
import type { TranscriptWord } from "@proxx/contract";
import type { ProviderResult } from "../provider-result.ts";

const alignmentSchema = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});

const speechSchema = z.object({ audio_base64: z.string().min(1), alignment: alignmentSchema.nullish() });

/** Speech that came with the time of each of its characters. */
export function readTimedSpeech(answer: unknown, format: string): ProviderResult {
  const parsed = speechSchema.safeParse(answer);
  const data = new Uint8Array(Buffer.from(parsed.success ? parsed.data.audio_base64 : "", "base64"));
  if (!parsed.success || data.length === 0) {
    throw new ProviderError("elevenlabs", "result_unusable", "elevenlabs answered without sound.");
  }
  const { alignment } = parsed.data;
  return {
    kind: "bytes",
    data,
    mediaType: mediaTypeOf(format),
    ...(alignment === null || alignment === undefined ? {} : { words: wordsOf(alignment) }),
  };
}

/** Words as they are written: where no spaces stand between them, as the language divides them. */
function wordsOf(alignment: z.infer<typeof alignmentSchema>): TranscriptWord[] {
  const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment;
  let at = 0;
  const placed = characters.map((character, index) => {
    const from = at;
    at += character.length;
    return { from, to: at, start: starts[index], end: ends[index] };
  });
  return placeWords(characters.join(""), "en", [], 1).flatMap(({ word, from, to }) => {
    const start = placed.find((one) => one.to > from)?.start;
    const end = placed.findLast((one) => one.from < to)?.end;
    return start === undefined || end === undefined ? [] : [{ word, start, end }];
  });
}

/** `mp3_44100_128` is MP3. PCM has no header, so its rate and form stand in the type, as RFC 2586 writes them. */
function mediaTypeOf(format: string): string {
  const [codec = "mp3", rate = "44100"] = format.split("_");
  const types: Readonly<Record<string, string>> = {
    mp3: "audio/mpeg",
    wav: "audio/wav",
    opus: "audio/ogg",
    pcm: `audio/pcm;rate=${rate};encoding=signed-integer;bits=16;endian=little`,
    ulaw: `audio/basic;rate=${rate}`,
    alaw: `audio/x-alaw-basic;rate=${rate}`,
  };
  return types[codec] ?? "application/octet-stream";
}
