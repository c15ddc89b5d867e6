import type { z } from "zod";
import type { Signature } from "../operation/signature.ts";

/** What a builder takes, by the schema of its operation. */
export type ParamsOf<Sign extends Signature> = InputOf<Sign["params"]>;

/**
 * `z.input`, bar two things: the comments in the schema are there for an editor to show, which zod's own mapped type
 * (it has an `as` clause) loses, and lists may be read-only.
 */
type InputOf<Schema> =
  Schema extends z.ZodObject<infer Shape>
    ? ObjectOf<Shape>
    : Schema extends z.ZodOptional<infer Inner> | z.ZodDefault<infer Inner>
      ? InputOf<Inner> | undefined
      : Schema extends z.ZodArray<infer Entry>
        ? readonly InputOf<Entry>[]
        : Schema extends z.ZodUnion<infer Options>
          ? InputOf<Options[number]>
          : Schema extends z.ZodPipe<infer From, infer _To>
            ? InputOf<From>
            : z.input<Schema>;

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
