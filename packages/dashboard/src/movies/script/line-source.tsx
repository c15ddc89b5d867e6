import type { ScriptDocument } from "@proxx/contract";
import { useLoaded } from "../../parts/load.ts";
import { words } from "../../words/words.ts";
import type { ScriptLine } from "./movie-script.ts";
import { addressOf, passageOf } from "../passages.ts";

interface LineSourceProps {
  script: ScriptDocument;
  span: ScriptLine["source"];
  /** The texts of the sources, asked for when the first of them is looked at. */
  sources: () => Promise<readonly string[]>;
}

/** The words of the source that a line goes back to, among what stands around them. */
export function LineSource({ script, span, sources }: LineSourceProps) {
  const { desk, shell } = words.value;
  const texts = useLoaded(sources, "sources");
  if (span === undefined) return <p class="soft small">{desk.ownWords}</p>;
  if (texts.value.value === undefined && texts.error.value === null) return <p class="soft small">{shell.loading}</p>;
  const text = texts.value.value?.[span.source];
  const { url, title } = script.sources?.[span.source] ?? {};
  const passage = text === undefined ? null : passageOf(text, span);
  return (
    <figure class="passage">
      {passage === null ? (
        <p class="soft small">{desk.noPassage}</p>
      ) : (
        <blockquote lang={script.language}>
          {passage.before}
          <mark>{passage.words}</mark>
          {passage.after}
        </blockquote>
      )}
      <figcaption class="small soft">
        {title ?? url ?? ""}{" "}
        {url !== undefined && /^https?:/i.test(url) && (
          <a href={passage === null ? url : addressOf(url, passage.words)} target="_blank" rel="noopener noreferrer">
            {desk.openThere}
          </a>
        )}
      </figcaption>
    </figure>
  );
}
