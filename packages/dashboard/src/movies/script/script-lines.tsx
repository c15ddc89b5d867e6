import type { ScriptDocument } from "@proxx/contract";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../words/words.ts";
import type { LineTime } from "../line-times.ts";
import type { MadeAnew } from "../made-anew.ts";
import type { MadeMovie } from "../read-movie.ts";
import {
  firstLineOf,
  linesOf,
  voiceOf,
  withLine,
  withSection,
  type LineChange,
  type ScriptChanges,
} from "./movie-script.ts";
import { ScriptLineRow } from "./script-line.tsx";
import { ScriptSection } from "./script-section.tsx";
import type { Section } from "./slide-choice.ts";

interface ScriptLinesProps {
  movie: Pick<MadeMovie, "id" | "look">;
  script: ScriptDocument;
  times: readonly (LineTime | null)[];
  /** The place of the line that is said now; -1 for none. */
  spoken: number;
  changes: ScriptChanges;
  madeAnew: MadeAnew | null;
  sources: () => Promise<readonly string[]>;
  onSeek: (index: number) => void;
  /** `field` names what was changed. */
  onChange: (script: ScriptDocument, field: string) => void;
}

/** Those of espeak-ng, which is wherever movies are made; any other can be written. */
const VOICES = ["en-gb", "en-us", "ja", "de", "fr", "es", "it", "pt", "zh", "ko"].map((name) => `espeak:${name}`);

/** Each section with its slide and its lines. The line that is said now is marked, and is kept in view while nobody types. */
export function ScriptLines(props: ScriptLinesProps) {
  const { movie, script, times, spoken, changes, madeAnew, sources, onSeek, onChange } = props;
  const { movies } = words.value;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const isTyping = document.activeElement?.matches("textarea, input, select") === true;
    const line = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!isTyping && line !== null && line !== undefined) keepInView(line, list.current);
  }, [spoken]);
  const changeLine = (index: number, change: LineChange) =>
    onChange(withLine(script, index, change), `line ${index} ${Object.keys(change).join()}`);
  const changeSection = (number: number, section: Section, field: string) =>
    onChange(withSection(script, number, section), `slide ${number} ${field}`);
  const voices = new Set([...VOICES, ...linesOf(script).map(voiceOf)].filter((voice) => voice !== ""));
  return (
    <section class="card script" ref={list} tabIndex={0} aria-label={movies.script}>
      <datalist id="voices">
        {[...voices].map((voice) => (
          <option key={voice} value={voice} />
        ))}
      </datalist>
      {script.sections.map((section, number) => (
        <ScriptSection
          key={section.id ?? number}
          movie={movie}
          script={script}
          section={section}
          isChanged={changes.slides.includes(number)}
          onChange={(changed, field) => changeSection(number, changed, field)}
        >
          {(section.narrations ?? []).map((line, place) => {
            const index = firstLineOf(script, number) + place;
            return (
              <ScriptLineRow
                key={line.id ?? index}
                script={script}
                line={line}
                index={index}
                time={times[index] ?? null}
                isSpoken={index === spoken}
                isChanged={changes.lines.includes(index)}
                isAnew={madeAnew?.lines.has(line.id ?? "") ?? false}
                sources={sources}
                onSeek={() => onSeek(index)}
                onChange={(change) => changeLine(index, change)}
              />
            );
          })}
        </ScriptSection>
      ))}
    </section>
  );
}

/** Within its list alone: the page stays where it is. */
function keepInView(line: HTMLElement, list: HTMLElement | null): void {
  if (list === null) return;
  const [above, below] = [
    line.offsetTop < list.scrollTop,
    line.offsetTop + line.offsetHeight > list.scrollTop + list.clientHeight,
  ];
  if (above || below) list.scrollTo({ top: line.offsetTop - list.clientHeight / 3 });
}
