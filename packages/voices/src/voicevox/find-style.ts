import { didYouMean, ProxxError } from "@proxx/contract";
import type { VoicevoxSpeaker } from "./voicevox-client.ts";

export interface FoundStyle {
  speaker: VoicevoxSpeaker;
  id: number;
}

/**
 * The style that a script means by `voicevox:3`, `voicevox:ずんだもん`, `voicevox:ずんだもん/あまあま`, or by a voice and a
 * style's name beside it. Without a name the first one that the engine has.
 */
export function findStyle(
  speakers: readonly VoicevoxSpeaker[],
  name: string | undefined,
  styleName: string | undefined,
): FoundStyle {
  const talking = speakers
    .map((speaker) => ({ ...speaker, styles: speaker.styles.filter(({ type }) => type === "talk") }))
    .filter(({ styles }) => styles.length > 0);
  const [given = "", styleInName] = (name ?? "").split("/");
  const wanted = styleName ?? styleInName;
  const speaker =
    name === undefined
      ? talking[0]
      : talking.find((one) => one.name === given || one.styles.some(({ id }) => String(id) === given));
  if (speaker === undefined)
    throw unknown(
      `voice \`${given}\``,
      talking.map((one) => one.name),
      given,
    );
  const style =
    wanted === undefined
      ? (speaker.styles.find(({ id }) => String(id) === given) ?? speaker.styles[0])
      : speaker.styles.find((one) => one.name === wanted);
  if (style === undefined) {
    throw unknown(
      `style \`${wanted ?? ""}\` of ${speaker.name}`,
      speaker.styles.map((one) => one.name),
      wanted ?? "",
    );
  }
  return { speaker, id: style.id };
}

function unknown(what: string, names: readonly string[], given: string): ProxxError {
  return new ProxxError("media_unsupported", `This VOICEVOX engine has no ${what}.`, {
    hint: `${didYouMean(given, names)}It has ${names.join(", ") || "none at all"}.`,
  });
}
