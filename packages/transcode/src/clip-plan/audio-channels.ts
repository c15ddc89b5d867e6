import type { Container, Loss } from "@proxx/contract";
import type { AudioFacts } from "@proxx/media";
import type { AudioEncoder } from "./audio-track-plan.ts";

// What libopus takes, by number of channels (the Vorbis order).
const OPUS_LAYOUTS: Readonly<Record<number, string>> = {
  1: "mono",
  2: "stereo",
  3: "3.0",
  4: "quad",
  5: "5.0",
  6: "5.1",
  7: "6.1",
  8: "7.1",
};
/** What ffmpeg takes a nameless track for. */
const GUESSED_LAYOUTS: Readonly<Record<number, string>> = { ...OPUS_LAYOUTS, 4: "4.0", 16: "hexadecagonal" };
/** The same loudspeakers under the name that AAC knows; under their own they become a layout without a name. */
const AAC_NAMES: Readonly<Record<string, string>> = { "5.0(side)": "5.0", "5.1(side)": "5.1" };
/** The one layout of so few channels that AAC knows: a microphone labelled left is a single channel to it. */
const AAC_FEW: Readonly<Record<number, string>> = { 1: "mono", 2: "stereo" };

interface ChannelPlan {
  filters: string[];
  losses: Loss[];
  /** Why the encoder cannot take the channels. */
  problem: string | null;
}

/** The layout the encoder is given. Channels keep their order and are never mixed, whatever they are called. */
export function planChannels(track: AudioFacts, encoder: AudioEncoder, container: Container): ChannelPlan {
  const { channels, layout } = track;
  const plan: ChannelPlan = { filters: [], losses: [], problem: null };
  const lose = (from: string, to: string, reason: string) =>
    plan.losses.push({ property: "channel_layout", from, to, reason });
  const nameless = layout === null && channels > 2;
  const given = layout ?? GUESSED_LAYOUTS[channels];
  if (encoder !== "aac" && encoder !== "libopus") {
    const named = container === "mov";
    if (nameless && named && given !== undefined) lose(`${channels} channels without a layout`, given, GUESS);
    if (layout !== null && channels > 2 && !named)
      lose(layout, "unnamed", `${container} does not name the loudspeakers of PCM`);
    return plan;
  }
  const codec = encoder === "aac" ? "AAC" : "Opus";
  const taken = encoder === "libopus" ? OPUS_LAYOUTS[channels] : (AAC_FEW[channels] ?? AAC_NAMES[given ?? ""] ?? given);
  if (taken === undefined || channels > (encoder === "aac" ? 16 : 8)) {
    return {
      ...plan,
      problem: `${channels} channels${nameless ? " without a layout" : ""}, which ${codec} cannot carry`,
    };
  }
  if (nameless) lose(`${channels} channels without a layout`, taken, GUESS);
  else if (layout !== null && layout !== taken)
    lose(layout, taken, `${codec} has no ${layout}; the channels keep their order, unmixed`);
  if (taken !== given || nameless) {
    const map = Array.from({ length: channels }, (_, index) => index).join("|");
    plan.filters.push(`channelmap=map=${map}:channel_layout=${taken}`);
  }
  return plan;
}

const GUESS = "the source does not say which loudspeaker each channel is for; this is a guess";
