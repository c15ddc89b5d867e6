import { endsInCredits } from "../../making/with-ends.ts";
import type { Rule } from "./rule.ts";

/** What of a script does not go together. */
export const SCRIPT_RULES: readonly Rule[] = [
  {
    code: "persona_without_lines",
    severity: "warning",
    hint: "Give this persona lines with `persona_id`, or take it out: it would stand in the picture and say nothing.",
    *find({ script: { personas = [] }, lines }) {
      for (const [index, { id, name }] of personas.entries()) {
        if (lines.some(({ line }) => line.persona_id === id)) continue;
        yield { at: ["personas", index], message: `${name} (${id}) says nothing.` };
      }
    },
  },
  {
    code: "same_title",
    severity: "warning",
    hint: "A title in the list of chapters has to tell its section from the others.",
    *find({ sections }) {
      // The next section may go on with what one is about.
      for (const [index, { section, at }] of sections.entries()) {
        const before = sections.slice(0, index).findLastIndex((other) => sameText(other.section.title, section.title));
        if (before === -1 || before === index - 1) continue;
        yield { at: [...at, "title"], message: `“${section.title}” is the title of section ${before + 1} as well.` };
      }
    },
  },
  {
    code: "second_ending",
    severity: "warning",
    hint: "Take `outro` out, or the last section.",
    *find({ script }) {
      if (script.outro !== true || !endsInCredits(script)) return;
      yield { at: ["outro"], message: "The script ends in credits of its own: no other ones are put behind them." };
    },
  },
  {
    code: "empty_section",
    severity: "warning",
    hint: "Give it narrations or a slide, or take it out.",
    *find({ sections }) {
      for (const { section, at } of sections) {
        const { slide, slide_prompt: prompt, source_image_url: url, background, narrations } = section;
        if (narrations.length > 0 || [slide, prompt, url, background].some((one) => one !== undefined)) continue;
        yield { at, message: `“${section.title}” has nothing to show and nothing to say.` };
      }
    },
  },
  {
    code: "uncredited_picture",
    severity: "warning",
    hint: "Say whose it is in `image_credit`, or in the slide's `credit`.",
    *find({ sections }) {
      for (const { section, at } of sections) {
        const { slide, source_image_url: url, image_credit: credit } = section;
        if (url !== undefined && credit === undefined) {
          yield { at: [...at, "source_image_url"], message: "A picture of a page is shown, and not whose it is." };
        }
        const isForeign = slide !== undefined && "image" in slide && /^https?:/iu.test(slide.image);
        if (isForeign && slide.credit === undefined) {
          yield { at: [...at, "slide", "image"], message: "A picture of a page is shown, and not whose it is." };
        }
      }
    },
  },
  {
    code: "span_outside_source",
    severity: "warning",
    hint: "`start` and `end` count UTF-16 units of the source's text. If the source was changed, write the script again.",
    *find({ lines, sourceLengths }) {
      for (const { line, at } of lines) {
        if (line.source === undefined) continue;
        const { source, start, end } = line.source;
        const length = sourceLengths.get(source) ?? Infinity;
        if (start < end && end <= length) continue;
        const message =
          start < end
            ? `The line is said to stand at ${start}–${end} of a source of ${length}.`
            : `The line is said to end (${end}) where it has not begun (${start}).`;
        yield { at: [...at, "source"], message };
      }
    },
  },
  {
    code: "too_long",
    severity: "warning",
    hint: "Take lines or sections out: the estimate says how long each section is.",
    *find({ times, mostSeconds }) {
      const seconds = (times.frames * times.frameRate.denominator) / times.frameRate.numerator;
      if (mostSeconds === undefined || seconds <= mostSeconds) return;
      yield { at: ["sections"], message: `The movie has ${seconds.toFixed(0)} s; ${mostSeconds} s were asked for.` };
    },
  },
];

function sameText(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
