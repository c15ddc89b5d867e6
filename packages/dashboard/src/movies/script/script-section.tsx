import { useSignal } from "@preact/signals";
import type { ScriptDocument } from "@proxx/contract";
import type { ComponentChildren } from "preact";
import type { MadeMovie } from "../read-movie.ts";
import type { Section } from "./slide-choice.ts";
import { SlideEditor } from "./slide-editor.tsx";
import { SlidePicture } from "./slide-picture.tsx";
import { previewRequest } from "./slide-previews.ts";

interface ScriptSectionProps {
  movie: Pick<MadeMovie, "id" | "look">;
  script: ScriptDocument;
  section: Section;
  /** Its slide is another than in the movie. */
  isChanged: boolean;
  /** `field` is what of it was changed. */
  onChange: (section: Section, field: string) => void;
  /** Its lines. */
  children: ComponentChildren;
}

/**
 * A section's slide and its lines. Once somebody is at work on it, the slide is shown as it would be: below that, for what is
 * clicked on must not move away from under the pointer.
 */
export function ScriptSection({ movie, script, section, isChanged, onChange, children }: ScriptSectionProps) {
  const isAtWork = useSignal(isChanged);
  const look = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.matches("textarea, select, summary, input")) isAtWork.value = true;
  };
  return (
    <div class="script-section" onFocusIn={look}>
      <h3>{section.title}</h3>
      <SlideEditor section={section} language={script.language} isChanged={isChanged} onChange={onChange} />
      {isAtWork.value && (
        <SlidePicture
          slide={section.id ?? section.title}
          title={section.title}
          requestOf={(slide) => previewRequest(script, section, movie, slide)}
        />
      )}
      {children}
    </div>
  );
}
