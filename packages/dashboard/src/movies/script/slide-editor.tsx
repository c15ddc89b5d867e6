import { useId } from "preact/hooks";
import { words } from "../../words/words.ts";
import {
  fieldsOf,
  fieldText,
  LAYOUT_CHOICES,
  withFieldText,
  withLayout,
  type Section,
  type SlideField,
} from "./slide-choice.ts";

interface SlideEditorProps {
  section: Section;
  language: string | undefined;
  isChanged: boolean;
  /** `field` is what of it was changed. */
  onChange: (section: Section, field: string) => void;
}

/** What a section shows: its layout, and the words on it. */
export function SlideEditor({ section, language, isChanged, onChange }: SlideEditorProps) {
  const { desk } = words.value;
  const id = useId();
  const { slide } = section;
  const layouts = slide === undefined || LAYOUT_CHOICES.some((one) => one === slide.layout) ? [] : [slide.layout];
  const write = (field: SlideField, text: string) => {
    if (slide !== undefined) onChange({ ...section, slide: withFieldText(slide, field, text) }, field);
  };
  return (
    <details class="script-more" data-changed={isChanged ? "" : undefined}>
      <summary>
        {desk.slide(section.title)}: {slide === undefined ? desk.byItself : desk.layouts[slide.layout]}
      </summary>
      <div class="script-fields">
        <label>
          {desk.layout}
          <select
            class="field"
            value={slide?.layout ?? ""}
            onChange={({ currentTarget: { value } }) => {
              const chosen = [...LAYOUT_CHOICES, ...layouts].find((one) => one === value) ?? null;
              onChange(withLayout(section, chosen), "layout");
            }}
          >
            <option value="">{desk.byItself}</option>
            {[...LAYOUT_CHOICES, ...layouts].map((layout) => (
              <option key={layout} value={layout}>
                {desk.layouts[layout]}
              </option>
            ))}
          </select>
        </label>
        {slide !== undefined &&
          fieldsOf(slide).map((field) => (
            <label key={field} for={`${id}-${field}`}>
              {desk.fields[field]}
              <textarea
                id={`${id}-${field}`}
                class="field"
                lang={language}
                rows={1}
                value={fieldText(slide, field)}
                onInput={({ currentTarget }) => write(field, currentTarget.value)}
              />
            </label>
          ))}
      </div>
    </details>
  );
}
