/** When each line of a script is said, by the subtitles of its movie: they are the same words in the same order. Pure. */
export interface LineTime {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
}

interface Cue extends LineTime {
  readonly text: string;
}

export function lineTimes(webVtt: string, lines: readonly string[]): (LineTime | null)[] {
  const cues = readCues(webVtt);
  let next = 0;
  return lines.map((line) => {
    const wanted = lettersOf(line);
    const first = next;
    let said = "";
    while (next < cues.length && said.length < wanted.length) {
      said += lettersOf(cues[next]?.text ?? "");
      next += 1;
    }
    const [start, end] = [cues[first], cues[next - 1]];
    if (start !== undefined && end !== undefined && said === wanted) return { from: start.from, to: end.to };
    // What is shown otherwise than it stands there is looked for no longer than for this line.
    if (!said.startsWith(wanted)) next = first;
    return null;
  });
}

function readCues(webVtt: string): Cue[] {
  return webVtt.split(/\r?\n\r?\n/).flatMap((block) => {
    const [, from, to, text = ""] = /(?:^|\n)([\d:.]+) --> ([\d:.]+)[^\n]*\n([\s\S]*)$/.exec(block) ?? [];
    return from === undefined || to === undefined ? [] : [{ from: secondsOf(from), to: secondsOf(to), text }];
  });
}

function secondsOf(time: string): number {
  return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Without what lines are broken and marked with. */
function lettersOf(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " " };
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:amp|lt|gt|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, "");
}
