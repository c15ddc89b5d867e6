/** One stream that is looked at. */
export interface SurveyedStream {
  index: number;
  kind: "picture" | "sound";
  codec: string;
  /** Of the stream's clock. */
  tickSeconds: number;
}

/** What of one stream does not decode as it should. */
export interface DamagedStream {
  index: number;
  kind: "picture" | "sound";
  /** Frames of picture, samples of sound. */
  damaged: number;
  all: number;
  firstSeconds: number;
  /** Of the first damaged frame or sample, counted from 0. */
  firstNumber: number;
  /** Where what decodes of it ends. */
  endSeconds: number;
  /** What the decoder says of the first. */
  words: string | null;
  /** It is one packet, and nothing whole comes behind it. */
  isLastPacket: boolean;
}

interface Tally {
  packets: number;
  units: number;
  first: Pick<DamagedStream, "firstSeconds" | "firstNumber" | "words"> | null;
}

const emptyTally = (): Tally => ({ packets: 0, units: 0, first: null });

/**
 * Damage comes in three forms: a packet that becomes nothing (lost), a frame that the decoder calls corrupt (flagged), and
 * a frame before which the decoder only complains. Decoders that flag frames complain before the one that they show
 * meanwhile, so that their complaints are counted only where nothing is flagged.
 */
export function createStreamDamage(stream: SurveyedStream) {
  const { index, kind, codec } = stream;
  const lost = emptyTally();
  const flagged = emptyTally();
  const complained = emptyTally();
  let units = 0;
  let nextSeconds = 0;
  let lastSeconds: number | null = null;
  let usual = 1;
  let isFlagged = false;
  let pending: string | null = null;
  let words: string | null = null;
  let wholeSince = 0;

  const note = (tally: Tally, seconds: number, count: number): void => {
    tally.packets++;
    tally.units += count;
    tally.first ??= { firstSeconds: seconds, firstNumber: units, words };
    wholeSince = 0;
  };

  return {
    codec,
    /** Where the next frame is expected. */
    reached: () => nextSeconds,
    isDecodedBy: (decoder: string) => decoder.startsWith(codec) || DECODERS[codec] === decoder,
    complain: (text: string): void => {
      if (pending === null) words = text;
      pending = text;
    },
    flag: (): void => {
      isFlagged = true;
    },
    lose: (): void => {
      note(lost, nextSeconds, usual);
      units += kind === "sound" ? usual : 0;
      pending = null;
    },
    show: (frame: { seconds: number; samples: number; lengthSeconds: number | null }): void => {
      const seconds = Number.isFinite(frame.seconds) ? frame.seconds : nextSeconds;
      const count = kind === "sound" ? frame.samples : 1;
      if (isFlagged) note(flagged, seconds, count);
      else if (pending === null) wholeSince++;
      else note(complained, seconds, count);
      isFlagged = false;
      pending = null;
      units += count;
      usual = count;
      nextSeconds = seconds + (frame.lengthSeconds ?? (lastSeconds === null ? 0 : Math.max(0, seconds - lastSeconds)));
      lastSeconds = seconds;
    },
    settle: (): void => {
      pending = null;
    },
    summarise: (): DamagedStream => {
      if (pending !== null && lost.packets + flagged.packets + complained.packets === 0) note(lost, nextSeconds, usual);
      const seen = flagged.packets > 0 ? flagged : complained;
      const firsts = [lost.first, seen.first].filter((first) => first !== null);
      const first = firsts.toSorted((one, other) => one.firstNumber - other.firstNumber)[0];
      return {
        index,
        kind,
        damaged: lost.units + seen.units,
        all: kind === "sound" ? units : units + lost.units,
        firstSeconds: first?.firstSeconds ?? 0,
        firstNumber: first?.firstNumber ?? 0,
        endSeconds: nextSeconds,
        words: first?.words ?? null,
        isLastPacket: lost.packets + seen.packets === 1 && wholeSince === 0,
      };
    },
  };
}

export type StreamLog = ReturnType<typeof createStreamDamage>;

/** Decoders whose names do not begin with their codec's. */
const DECODERS: Readonly<Record<string, string>> = {
  amr_nb: "amrnb",
  amr_wb: "amrwb",
  av1: "libdav1d",
  dts: "dca",
  flv1: "flv",
  msmpeg4v3: "msmpeg4",
};
