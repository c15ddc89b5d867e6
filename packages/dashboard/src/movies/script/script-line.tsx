import { useSignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import { duration } from "../../words/times.ts";
import { words } from "../../words/words.ts";
import { LineSource } from "./line-source.tsx";
import type { LineTime } from "../line-times.ts";
import { voiceOf, type LineChange, type ScriptLine } from "./movie-script.ts";

export interface LineProps {
  script: ScriptDocument;
  line: ScriptLine;
  /** Among the lines of all sections. */
  index: number;
  time: LineTime | null;
  isSpoken: boolean;
  isChanged: boolean;
  /** It was spoken again for this movie. */
  isAnew: boolean;
  sources: () => Promise<readonly string[]>;
  onSeek: () => void;
  onChange: (change: LineChange) => void;
}

/** One line as text that can be changed: what is said, how it is read, by whom, and where that comes from. */
export function ScriptLineRow(props: LineProps) {
  const { script, line, index, time, isSpoken, isChanged, isAnew, sources, onSeek, onChange } = props;
  const { movies, desk } = words.value;
  const isOpen = useSignal(false);
  const voice = voiceOf(line);
  // Japanese is read in more ways than one, so that it is looked at beside the line.
  const isRead = line.reading !== undefined || script.language === "ja";
  return (
    <div class="script-line" aria-current={isSpoken ? "true" : undefined} data-changed={isChanged ? "" : undefined}>
      <button type="button" class="button quiet numbers" disabled={time === null} onClick={onSeek}>
        {time === null ? "—" : duration(time.from * 1000)}
      </button>
      <div class="script-text">
        <textarea
          aria-label={movies.line(index + 1)}
          lang={script.language}
          rows={1}
          value={line.text}
          onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
        />
        {isRead && <Reading {...props} />}
        <details
          class="script-more"
          open={isOpen.value}
          onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
        >
          <summary>
            <span class="hidden-text">{movies.line(index + 1)}: </span>
            {isAnew && <span class="badge">{desk.anew}</span>} {voice === "" ? desk.voice : voice} · {movies.source}
          </summary>
          {isOpen.value && (
            <div class="script-fields">
              <label>
                {desk.voice}
                <input
                  class="field mono"
                  list="voices"
                  placeholder={desk.voiceOwn}
                  value={voice}
                  onInput={({ currentTarget }) => onChange({ voice: currentTarget.value })}
                />
              </label>
              {!isRead && (
                <label>
                  {desk.reading}
                  <Reading {...props} />
                </label>
              )}
              <LineSource script={script} span={line.source} sources={sources} />
            </div>
          )}
        </details>
      </div>
    </div>
  );
}

function Reading({ script, line, index, onChange }: LineProps) {
  const { movies, desk } = words.value;
  return (
    <input
      class="field small"
      aria-label={`${movies.line(index + 1)}: ${desk.reading}`}
      placeholder={desk.reading}
      lang={script.language}
      value={line.reading ?? ""}
      onInput={({ currentTarget }) => onChange({ reading: currentTarget.value })}
    />
  );
}
