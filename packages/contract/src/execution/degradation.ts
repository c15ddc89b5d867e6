import { z } from "zod";

/** Something that was done in a lesser way than was asked for, because what it takes was not there. Never silent. */
export const degradationSchema = z.strictObject({
  jobId: z.string(),
  /** Stable and machine-readable, such as `animatic_instead_of_model`. */
  code: z.enum([
    "animatic_instead_of_model",
    "still_instead_of_model",
    "synthetic_voice_instead_of_model",
    "sound_replaced_instead_of_lip_sync",
    "colour_key_instead_of_matting",
    "characters_left_out",
    "model_parameter_ignored",
    "text_times_estimated",
    "text_beyond_end",
    "sound_shortened",
    "loudness_missed",
    "nothing_moves",
    "transition_shortened",
    "subtitle_track_unsupported",
    "picture_left_out",
    "slide_shortened",
    "brand_colour_changed",
    "text_repaired",
    "article_shortened",
    "extractive_script_instead_of_model",
    "text_unsaid",
    "voice_not_asked",
  ]),
  message: z.string(),
  hint: z.string(),
});

export type Degradation = z.output<typeof degradationSchema>;
