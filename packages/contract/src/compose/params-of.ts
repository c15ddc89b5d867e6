import type { z } from "zod";
import type { AspectRatio } from "../operation/aspect-ratio.ts";
import type { Signature } from "../operation/signature.ts";
import type { ModelsByTask, ModelSchemaFor } from "../plan/model-for.ts";
import type { Task } from "../plan/task.ts";

/** What a builder takes, by the schema of its operation. */
export type ParamsOf<Sign extends Signature> = InputOf<Sign["params"]>;

/**
 * `z.input`, bar four things: the comments in the schema are there for an editor to show, which zod's own mapped type
 * (it has an `as` clause) loses, lists may be read-only, a shape is more than any text, and a model is one for its task.
 */
type InputOf<Schema> =
  Schema extends ModelSchemaFor<infer For extends Task>
    ? ModelsByTask[For]
    : Schema extends z.ZodObject<infer Shape>
      ? ObjectOf<Shape>
      : Schema extends z.ZodOptional<infer Inner> | z.ZodDefault<infer Inner>
        ? InputOf<Inner> | undefined
        : Schema extends z.ZodArray<infer Entry>
          ? readonly InputOf<Entry>[]
          : Schema extends z.ZodUnion<infer Options>
            ? InputOf<Options[number]>
            : Schema extends z.ZodPipe<infer From, infer _To>
              ? z.output<Schema> extends AspectRatio
                ? AspectRatioText
                : InputOf<From>
              : z.input<Schema>;

/** `16:9`: what a type can say of a shape, so that `16x9` is a mistake where it is written. */
type AspectRatioText = `${number}:${number}`;

type ObjectOf<Shape> = Flat<
  { [Key in keyof Pick<Shape, RequiredIn<Shape>>]: InputOf<Shape[Key]> } & {
    [Key in keyof Pick<Shape, OptionalIn<Shape>>]?: InputOf<Shape[Key]>;
  }
>;

/** One object in place of two: a misspelt property of an intersection with `{}` would pass. */
type Flat<Members> = { [Key in keyof Members]: Members[Key] } & {};

type OptionalIn<Shape> = { [Key in keyof Shape]: Shape[Key] extends Omittable ? Key : never }[keyof Shape];
type RequiredIn<Shape> = Exclude<keyof Shape, OptionalIn<Shape>>;
interface Omittable {
  _zod: { optin: "optional" | "defaulted" };
}
