import type { MediaTools } from "@proxx/media";
import type { SpokenEvent } from "@proxx/providers";
import { takeReading } from "../reading/given-reading.ts";
import type { JapaneseAnalyser, JapaneseWord } from "../reading/japanese-analyser.ts";
import { findPronunciations } from "../reading/pronunciations.ts";
import { readText } from "../reading/readable-text.ts";
import type { SpokenText } from "../reading/spoken-text.ts";
import { decodeSound } from "../sound/decode-sound.ts";
import { alignKana } from "../timing/align-kana.ts";
import { placeSpokenWords } from "../timing/place-spoken-words.ts";
import type { Line, Pronunciation, Voice } from "../voice.ts";
import { addWord, planDictionary } from "./engine-dictionary.ts";
import { findStyle } from "./find-style.ts";
import { moraTimes, type MoraTimes } from "./mora-times.ts";
import type { VoicevoxEngine } from "./voicevox-engine.ts";

export interface VoicevoxVoiceOptions {
  engine: VoicevoxEngine;
  /** A style's number, or a speaker's name with or without `/style`. @default the engine's first */
  voice: string | undefined;
  tools: MediaTools;
  openAnalyser: () => Promise<JapaneseAnalyser | null>;
}

/** A voice of a VOICEVOX engine, which tells beforehand how long it will take over each mora. */
export function createVoicevoxVoice({ engine, voice, tools, openAnalyser }: VoicevoxVoiceOptions): Voice {
  return {
    name: voice === undefined ? "voicevox" : `voicevox:${voice}`,
    async prepare(line, { signal }) {
      const { text, language, reading, pronunciations = [], speed = 1, pitch = 0 } = line;
      const { version, speakers } = await engine.about(signal);
      const style = findStyle(speakers, voice, line.style);
      const found = reading === undefined ? wordsIn(text, pronunciations) : [];
      const plan = planDictionary(text, found, await engine.words(signal));
      const analyse = await openAnalyser();
      const spell = (respelled: readonly Pronunciation[]): SpokenText =>
        reading === undefined ? readText(text, "ja", respelled) : takeReading(text, reading, { language, analyse });
      const { speaker_uuid: uuid, version: speakerVersion } = style.speaker;
      return {
        ingredients: {
          engine: "voicevox",
          version,
          speaker: { uuid, version: speakerVersion, style: style.id },
          text,
          spoken: spell(plan.respelled).text,
          dictionary: plan.entries,
          language,
          speed,
          pitch,
        },
        unsaid: [],
        async speak() {
          const refused: Pronunciation[] = [];
          for (const word of plan.missing) {
            const isTaken = await engine.once(word, (client) => addWord(client, word, signal));
            if (!isTaken) refused.push({ word: word.surface, reading: word.pronunciation });
          }
          const spoken = spell([...plan.respelled, ...refused]);
          const query = await engine.client.query(spoken.text, style.id, signal);
          query.speedScale *= speed;
          // Two to the power of it is what the pitch is multiplied by: an octave is 1.
          query.pitchScale += pitch / 12;
          const bytes = await engine.client.synthesize(query, style.id, signal);
          const sound = await decodeSound(bytes, { shown: "What VOICEVOX answered", tools, signal });
          const seconds = sound.samples.length / sound.sampleRate;
          const times = fitted(moraTimes(query), seconds);
          const events = wordEvents(spoken.text, times, found, analyse);
          const last = times.moras.findLast(({ isPause }) => !isPause)?.end ?? seconds;
          return { ...sound, ...placeSpokenWords(line, spoken, events, last) };
        },
      };
    },
  };
}

/** Each word of the script's dictionary that stands in the text, once. */
function wordsIn(text: Line["text"], pronunciations: readonly Pronunciation[]): Pronunciation[] {
  return pronunciations.filter((entry) => findPronunciations(text, "ja", [entry]).length > 0);
}

/** Engines of others that speak the same API keep to its times less exactly: those are stretched to what came. */
function fitted({ moras, seconds: expected }: MoraTimes, seconds: number): MoraTimes {
  const factor = expected === 0 ? 1 : seconds / expected;
  const stretched = moras.map((mora) => ({ ...mora, start: mora.start * factor, end: mora.end * factor }));
  return { moras: factor === 1 ? moras : stretched, seconds };
}

/** When each word of the text that the engine was given begins: morae do not say which word they are of. */
function wordEvents(
  text: string,
  { moras }: MoraTimes,
  found: readonly Pronunciation[],
  analyse: JapaneseAnalyser | null,
): SpokenEvent[] {
  const words = readWords(text, found, analyse);
  const audible = moras.filter(({ isPause }) => !isPause);
  const starts = alignKana(
    words.map(({ from, to, pronunciation }) => ({ written: text.slice(from, to), kana: pronunciation })),
    audible.map((mora) => mora.text),
  );
  return words.flatMap(({ from }, index) => {
    const mora = audible[starts[index] ?? audible.length];
    return mora === undefined ? [] : [{ at: from, seconds: mora.start }];
  });
}

function readWords(text: string, found: readonly Pronunciation[], analyse: JapaneseAnalyser | null): JapaneseWord[] {
  const given = findPronunciations(text, "ja", found).map(({ from, to, spoken }) => ({
    from,
    to,
    pronunciation: spoken,
  }));
  const analysed = analyse?.(text) ?? everySign(text);
  const others = analysed.filter(({ from, to }) => given.every((one) => to <= one.from || from >= one.to));
  return [...given, ...others].sort((one, other) => one.from - other.from);
}

function everySign(text: string): JapaneseWord[] {
  return [...text.matchAll(/[ぁ-ゖァ-ヴー]+|./gsu)].map(({ 0: sign, index }) => ({
    from: index,
    to: index + sign.length,
    pronunciation: /^[ぁ-ゖァ-ヴー]+$/u.test(sign) ? sign : null,
  }));
}
