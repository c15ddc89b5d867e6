import type { ScriptDocument } from "@proxx/contract";
import { useEffect, useRef } from "preact/hooks";
import { duration } from "../words/times.ts";
import { words } from "../words/words.ts";
import type { LineChange } from "./movie-script.ts";
import type { LineTime } from "./line-times.ts";

interface ScriptLinesProps {
  script: ScriptDocument;
  times: readonly (LineTime | null)[];
  /** The place of the line that is said now; -1 for none. */
  spoken: number;
  changed: readonly number[];
  onSeek: (index: number) => void;
  onChange: (index: number, change: LineChange) => void;
}

/** Every line as text that can be changed. The one that is said now is marked, and is kept in view while nobody types. */
export function ScriptLines({ script, times, spoken, changed, onSeek, onChange }: ScriptLinesProps) {
  const { movies } = words.value;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const isTyping = document.activeElement?.matches("textarea, input") === true;
    const line = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!isTyping && line !== null && line !== undefined) keepInView(line, list.current);
  }, [spoken]);
  let index = -1;
  return (
    <section class="card script" ref={list} tabIndex={0} aria-label={movies.script}>
      {script.sections.map((section, number) => (
        <div key={section.id ?? number} class="script-section">
          <h3>{section.title}</h3>
          {(section.narrations ?? []).map((line) => {
            index += 1;
            const own = index;
            const time = times[own] ?? null;
            return (
              <div
                key={line.id ?? own}
                class="script-line"
                aria-current={own === spoken ? "true" : undefined}
                data-changed={changed.includes(own) ? "" : undefined}
              >
                <button type="button" class="button quiet numbers" disabled={time === null} onClick={() => onSeek(own)}>
                  {time === null ? "—" : duration(time.from * 1000)}
                </button>
                <span class="script-text">
                  <textarea
                    aria-label={movies.line(own + 1)}
                    lang={script.language}
                    rows={1}
                    value={line.text}
                    onInput={({ currentTarget }) => onChange(own, { text: currentTarget.value })}
                  />
                  {(line.reading !== undefined || script.language === "ja") && (
                    <input
                      class="field small"
                      aria-label={`${movies.line(own + 1)}: ${movies.reading}`}
                      placeholder={movies.reading}
                      lang={script.language}
                      value={line.reading ?? ""}
                      onInput={({ currentTarget }) => onChange(own, { reading: currentTarget.value })}
                    />
                  )}
                  <SourceLink script={script} span={line.source} />
                </span>
              </div>
            );
          })}
        </div>
      ))}
    </section>
  );
}

/** Where the line stands in what the script was written of, if that is a page. */
function SourceLink({ script, span }: { script: ScriptDocument; span: { source: number } | undefined }) {
  const url = span === undefined ? undefined : script.sources?.[span.source]?.url;
  if (url === undefined || !/^https?:/i.test(url)) return null;
  return (
    <a class="small" href={url} target="_blank" rel="noopener noreferrer">
      {words.value.movies.source}
    </a>
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
