import { CAPTION_RULES } from "./caption-rules.ts";
import { DRAWN_RULES } from "./drawn-rules.ts";
import { FILE_RULES } from "./file-rules.ts";
import { LENGTH_RULES } from "./length-rules.ts";
import { LINE_RULES } from "./line-rules.ts";
import type { Rule } from "./rule.ts";
import { SCRIPT_RULES } from "./script-rules.ts";
import { SLIDE_RULES } from "./slide-rules.ts";
import { SPEECH_RULES } from "./speech-rules.ts";
import { TIME_RULES } from "./time-rules.ts";
import { TRANSLATION_RULES } from "./translation-rules.ts";
import { WRITING_RULES } from "./writing-rules.ts";

/** Everything that is looked for, in the order in which it is told of one section. */
export const RULES: readonly Rule[] = [
  ...FILE_RULES,
  ...SCRIPT_RULES,
  ...TRANSLATION_RULES,
  ...WRITING_RULES,
  ...LINE_RULES,
  ...SPEECH_RULES,
  ...SLIDE_RULES,
  ...LENGTH_RULES,
  ...DRAWN_RULES,
  ...TIME_RULES,
  ...CAPTION_RULES,
];
