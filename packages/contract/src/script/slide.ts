import { z } from "zod";

const text = (most: number) => z.string().min(1).max(most);
const title = () => text(200);
const items = () => z.array(text(400)).min(1).max(40);
const cell = () => z.union([z.string().max(400), z.number()]);
/** Where a file of the movie lies: beside the script, or an absolute path. */
const path = () => text(1024);
const source = () => text(300).optional().meta({ description: "Where the figures come from, small at the foot" });
const unit = () => text(40).optional().meta({ description: "What the numbers count, such as `%` or `million m³`" });
const ordinal = () => z.int().min(1);

const LAYOUTS = [
  layout("title", {
    eyebrow: text(100).optional(),
    title: title(),
    subtitle: text(300).optional(),
    logo: z.boolean().optional().meta({ description: "The brand's logo large above the title, where there is one" }),
  }),
  layout("section", { number: ordinal().optional(), title: title() }),
  layout("bullets", { title: title(), items: items() }),
  layout("statement", {
    text: text(400),
    emphasis: text(100).optional().meta({ description: "Words of the text in the accent colour" }),
  }),
  layout("quote", { text: text(1000), name: text(100).optional(), role: text(200).optional() }),
  layout("code", {
    title: title().optional(),
    code: text(20_000),
    language: text(40).optional(),
    focus: z
      .array(z.tuple([ordinal(), ordinal()]))
      .max(40)
      .optional()
      .meta({ description: "Lines that are spoken of, as [from, to], the first line being 1" }),
  }),
  layout("table", {
    title: title(),
    columns: z.array(z.string().max(200)).min(1).max(20),
    rows: z.array(z.array(cell()).min(1).max(20)).min(1).max(100),
    highlight: ordinal().optional().meta({ description: "The row that matters, the first being 1" }),
    source: source(),
  }),
  layout("bar-chart", {
    title: title(),
    subtitle: text(300).optional(),
    unit: unit(),
    bars: z
      .array(z.strictObject({ label: text(100), value: z.number() }))
      .min(1)
      .max(40),
    highlight: ordinal().optional().meta({ description: "The bar that matters, the first being 1" }),
    source: source(),
  }),
  layout("line-chart", {
    title: title(),
    subtitle: text(300).optional(),
    unit: unit(),
    labels: z.array(text(100)).min(2).max(400),
    lines: z
      .array(z.strictObject({ name: text(100), values: z.array(z.number().nullable()).min(2).max(400) }))
      .min(1)
      .max(12),
    source: source(),
  }),
  layout("image-text", {
    title: title(),
    text: text(1000).optional(),
    items: items().optional(),
    image: path(),
    credit: text(300).optional(),
    fit: z.enum(["cover", "contain"]).optional(),
  }),
  layout("image", { image: path(), title: title().optional(), credit: text(300).optional() }),
  layout("comparison", {
    title: title(),
    left: z.strictObject({ title: title(), items: items() }),
    right: z.strictObject({ title: title(), items: items() }),
  }),
  layout("credits", {
    title: title().optional(),
    rows: z
      .array(z.strictObject({ role: text(200), name: text(300) }))
      .min(1)
      .max(100),
  }),
] as const;

/** What a section shows, told apart by `layout`. */
export const slideSchema = z.discriminatedUnion("layout", LAYOUTS);

export type Slide = z.output<typeof slideSchema>;
export type SlideLayout = Slide["layout"];
export const SLIDE_LAYOUTS: readonly SlideLayout[] = LAYOUTS.map(({ shape }) => shape.layout.value);

/** The slide of one layout. @example `SlideOf<"bullets">` */
export type SlideOf<Layout extends SlideLayout> = Extract<Slide, { layout: Layout }>;

function layout<const Name extends string, Shape extends z.core.$ZodShape>(name: Name, shape: Shape) {
  return z.strictObject({ layout: z.literal(name), ...shape });
}
