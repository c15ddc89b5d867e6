/** What a section's slide can be made into, and which of its words can be changed. Pure. */
import type { ScriptDocument } from "@proxx/contract";

export type Section = ScriptDocument["sections"][number];
export type SlideDocument = NonNullable<Section["slide"]>;
export type Layout = SlideDocument["layout"];

/** Those that are made of words alone; null has one chosen by what the section says. */
export const LAYOUT_CHOICES = ["title", "section", "bullets", "statement", "quote"] as const satisfies Layout[];
type Choice = (typeof LAYOUT_CHOICES)[number];

const SLIDE_FIELDS = ["eyebrow", "title", "subtitle", "text", "emphasis", "name", "role", "items"] as const;
export type SlideField = (typeof SLIDE_FIELDS)[number];

const FIELDS: Readonly<Record<Choice, readonly SlideField[]>> = {
  title: ["eyebrow", "title", "subtitle"],
  section: ["title"],
  bullets: ["title", "items"],
  statement: ["text", "emphasis"],
  quote: ["text", "name", "role"],
};
const MOST_ITEMS = 6;

/** What can be written on it here. Charts, tables and code are the matter of the script as a file. */
export function fieldsOf(slide: SlideDocument | undefined): readonly SlideField[] {
  if (slide === undefined) return [];
  return isChoice(slide.layout) ? FIELDS[slide.layout] : SLIDE_FIELDS.filter((field) => field in slide);
}

/** Lists have a line for each of their items. */
export function fieldText(slide: SlideDocument, field: SlideField): string {
  const value: unknown = Reflect.get(slide, field);
  if (Array.isArray(value)) return value.join("\n");
  return typeof value === "string" ? value : "";
}

export function withFieldText(slide: SlideDocument, field: SlideField, text: string): SlideDocument {
  const isRequired = slide.layout !== "title" ? field === "title" || field === "text" : field === "title";
  const { [field]: _before, ...rest } = slide as Record<string, unknown>;
  if (field === "items") return { ...rest, items: text.split("\n") } as SlideDocument;
  return (text === "" && !isRequired ? rest : { ...rest, [field]: text }) as SlideDocument;
}

/** The slide as it can be drawn: a line that is begun and has nothing on it yet is no point. */
export function withoutBlankItems(slide: SlideDocument): SlideDocument {
  if (!("items" in slide) || slide.items === undefined) return slide;
  const items = slide.items.filter((item) => item.trim() !== "");
  return items.length === 0 ? slide : { ...slide, items };
}

/** The script as it can be rendered. */
export function withoutBlanks(script: ScriptDocument): ScriptDocument {
  const sections = script.sections.map(({ slide, ...section }) =>
    slide === undefined ? section : { ...section, slide: withoutBlankItems(slide) },
  );
  return { ...script, sections };
}

/** The same section with another slide, which says as much as it can of what the one before said. */
export function withLayout({ slide: before, ...section }: Section, layout: Layout | null): Section {
  if (layout === null) return section;
  if (before?.layout === layout || !isChoice(layout)) return { ...section, ...(before ? { slide: before } : {}) };
  const said = (field: SlideField) => (before === undefined ? "" : fieldText(before, field));
  const lines = (section.narrations ?? []).map(({ text }) => text);
  const title = (said("title") || section.title).slice(0, 200);
  const text = said("text") || lines[0] || title;
  const items = said("items") === "" ? lines : said("items").split("\n");
  const slides: Readonly<Record<Choice, SlideDocument>> = {
    title: { layout: "title", title },
    section: { layout: "section", title },
    bullets: { layout: "bullets", title, items: (items.length === 0 ? [title] : items).slice(0, MOST_ITEMS) },
    statement: { layout: "statement", text: text.slice(0, 400) },
    quote: { layout: "quote", text: text.slice(0, 1000), ...(said("name") === "" ? {} : { name: said("name") }) },
  };
  return { ...section, slide: slides[layout] };
}

function isChoice(layout: Layout): layout is Choice {
  return LAYOUT_CHOICES.some((one) => one === layout);
}
