/** ffmpeg's name of what a sound track is encoded with. */
export type AudioEncoder = "pcm_s16le" | "pcm_s24le" | "pcm_s32le" | "pcm_f32le" | "aac" | "libopus";

/** How one sound track is encoded. */
export interface AudioTrackPlan {
  sourceIndex: number;
  encoder: AudioEncoder;
  sampleRate: number;
  channels: number;
  /** Filters in the order they are applied. */
  filters: string[];
  kilobits: number | null;
  /** Where the track ends, counted from the first frame; null where the source does not say. */
  endSeconds: number | null;
}
