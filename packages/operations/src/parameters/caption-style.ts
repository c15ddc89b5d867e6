import { colour } from "@proxx/contract/parameters";
import { z } from "zod";

export const CAPTION_PRESETS = ["default", "bold", "tiktok", "youtube", "story", "cinematic", "minimal"] as const;
export type CaptionPreset = (typeof CAPTION_PRESETS)[number];

const changedStyle = z.strictObject({
  /** @default "default", of captions "tiktok" */
  preset: z.enum(CAPTION_PRESETS).optional(),
  /** Height of the letters as a share of the frame's shorter side. */
  fontSize: z.number().min(0.01).max(0.3).optional(),
  fontWeight: z.int().min(100).max(900).optional(),
  color: colour().optional(),
  outlineColor: colour().optional(),
  /** As a share of the letters' height. */
  outlineWidth: z.number().min(0).max(0.5).optional(),
  /** A box behind the words. */
  backgroundColor: colour().optional(),
  /** Where in the frame. */
  position: z.enum(["top", "middle", "bottom"]).optional(),
  /** From the frame's edge, as a share of its height. */
  margin: z.number().min(0).max(0.45).optional(),
  uppercase: z.boolean().optional(),
  /** Show the word that is being spoken in another way. @default true of captions and of the presets tiktok and bold, else false */
  highlight: z.boolean().optional(),
  activeColor: colour().optional(),
  /** How much larger the active word is, as far as its neighbours leave room. */
  activeScale: z.number().min(0.5).max(2).optional(),
  /** Where captions go word by word. @default by the preset, 3 to 7 */
  wordsPerCaption: z.int().min(1).max(20).optional(),
  /** Longer text is set smaller, or divided where captions are made from words. @default by the preset, 2 to 4 */
  maxLines: z.int().min(1).max(6).optional(),
  /** Of a line, as a share of the frame's width. */
  maxWidth: z.number().min(0.1).max(1).optional(),
});
export type CaptionStyleChanges = z.output<typeof changedStyle>;

/** A preset, or a preset with some of its settings changed. */
export const style = () =>
  z.union([z.enum(CAPTION_PRESETS).transform((preset): CaptionStyleChanges => ({ preset })), changedStyle]);
