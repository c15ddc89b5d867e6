import type { MediaFacts, SoundLine, TimeLine } from "@proxx/media";

/**
 * Matroska tells the pre-skip of Opus to the decoder alone, unless packets begin before the clock does. Of a track that
 * begins later the decoder is asked.
 */
export async function settleSound(
  { formatNames, audio }: MediaFacts,
  timeLine: TimeLine,
  askDecoder: (streamIndex: number) => Promise<number | null>,
): Promise<TimeLine> {
  if (!formatNames.includes("matroska")) return timeLine;
  const begins = timeLine.firstSeconds ?? 0;
  const sound = timeLine.sound.map(async (line): Promise<SoundLine> => {
    const codec = audio.find(({ index }) => index === line.streamIndex)?.codec;
    if (codec !== "opus" || line.firstSeconds === null || line.firstSeconds <= begins) return line;
    return { ...line, firstSeconds: (await askDecoder(line.streamIndex)) ?? line.firstSeconds };
  });
  return { ...timeLine, sound: await Promise.all(sound) };
}
