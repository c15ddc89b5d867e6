/** A voice that can be named. */
export interface ListedVoice {
  /** As scripts name it. */
  name: string;
  /** A language tag; null where it speaks many. */
  language: string | null;
  description: string;
}

export interface VoiceList {
  voices: ListedVoice[];
  /** Engines that did not tell theirs, and why. */
  silent: { engine: string; why: string }[];
}
