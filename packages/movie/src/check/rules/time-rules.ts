import type { MovieTimes } from "../../timeline/movie-times.ts";
import type { SeenSection } from "../look/seen-movie.ts";
import type { Rule } from "./rule.ts";

/** How long something is looked at. */
export const TIME_RULES: readonly Rule[] = [
  {
    code: "brief_slide",
    severity: "warning",
    hint: "Say more, put it together with the section before, or give the section more `seconds`.",
    *find({ times, sections }) {
      for (const { shown, seen } of shownSlides(times, sections)) {
        const least = LEAST_SECONDS[seen.slide.layout] ?? 4;
        if (shown.seconds < least - 0.05) {
          yield {
            at: seen.at,
            message: `A slide is shown for ${shown.seconds.toFixed(1)} s; it takes ${least} s to be seen.`,
          };
        }
      }
    },
  },
  {
    code: "still_slide",
    severity: "warning",
    hint: "Show something else after a while: part the section, or give it bullets that come with what is said.",
    *find({ times, sections }) {
      for (const { shown, seen } of shownSlides(times, sections)) {
        if (shown.longestStill > MOST_STILL) {
          yield {
            at: seen.at,
            message: `For ${shown.longestStill.toFixed(0)} s nothing changes; ${MOST_STILL} s are enough.`,
          };
        }
      }
    },
  },
  {
    code: "long_pause",
    severity: "warning",
    hint: "A listener takes such a silence for a fault; show a section without lines in its place.",
    *find({ lines }) {
      for (const { line, at } of lines) {
        const { pause_after_seconds: pause = 0 } = line;
        if (pause > MOST_PAUSE)
          yield { at: [...at, "pause_after_seconds"], message: `After the line nothing is said for ${pause} s.` };
      }
    },
  },
  {
    code: "long_line",
    severity: "warning",
    hint: "Part it into several lines: an edit makes one of them anew, and a voice breathes between them.",
    *find({ lines }) {
      for (const { timing, at } of lines) {
        if (timing.seconds <= MOST_LINE) continue;
        yield { at: [...at, "text"], message: `The line takes ${timing.seconds.toFixed(0)} s to say.` };
      }
    },
  },
];

const MOST_STILL = 25;
const MOST_PAUSE = 8;
const MOST_LINE = 25;
/** What has few words is seen at once. */
const LEAST_SECONDS: Readonly<Record<string, number>> = { section: 2, credits: 3, title: 3 };

function* shownSlides(times: MovieTimes, sections: readonly SeenSection[]) {
  const { numerator, denominator } = times.frameRate;
  const seconds = (frames: number) => (frames * denominator) / numerator;
  for (const [index, { slides }] of times.sections.entries()) {
    const seen = sections[index];
    if (seen === undefined) continue;
    for (const { from, to, layersFrom } of slides) {
      const changes = [...new Set([from, ...layersFrom, to])].toSorted((one, other) => one - other);
      const stills = changes.map((at, number) => at - (changes[number - 1] ?? at));
      yield { seen, shown: { seconds: seconds(to - from), longestStill: seconds(Math.max(...stills)) } };
    }
  }
}
