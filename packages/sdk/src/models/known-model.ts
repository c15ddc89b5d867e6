// What types know of the models in the table: the names that an editor offers, what a model is for, what its own parameters
// are called. Of a name that is not there they know nothing, and let it go anywhere, with any options.
import type { Model, ModelsByTask, ModelWithOptions, Task } from "@proxx/contract";
import type { WELL_KNOWN_MODELS } from "./well-known-models.ts";

type Provider = keyof typeof WELL_KNOWN_MODELS;
type Family<Of extends Provider> = (typeof WELL_KNOWN_MODELS)[Of][number];

/** Any name goes. */
export type ModelName<Of extends Provider> = KnownName<Of> | (string & {});

/** The type of a model by its name. */
export type ModelOf<Of extends Provider, Name> =
  Name extends KnownName<Of> ? ForEach<FamilyWith<Of, Name>["tasks"]> & Named<Of, Name> : Model;

/** The options that go with the name of a model. */
export type OptionsOf<Of extends Provider, Name> =
  Name extends KnownName<Of> ? OptionsOrNone<OptionOf<Of, Name>> : NonNullable<Model["options"]>;

type KnownName<Of extends Provider> = Family<Of>["models"][number];

/** An interface, so that an error says the name and not all that is known of it. */
interface Named<Of extends Provider, Name extends KnownName<Of>> extends ModelWithOptions<OptionOf<Of, Name>> {}

type OptionsOrNone<Option extends string> = [Option] extends [never]
  ? Readonly<Record<string, never>>
  : KnownOptions<Option>;
type KnownOptions<Option extends string> = { readonly [Name in Option]?: NonNullable<Model["options"]>[string] };
type OptionOf<Of extends Provider, Name> = FamilyWith<Of, Name>["options"][number];

type FamilyWith<Of extends Provider, Name> = MemberWith<Family<Of>, Name>;
type MemberWith<Member extends Family<Provider>, Name> = Member extends unknown
  ? Name extends Member["models"][number]
    ? Member
    : never
  : never;

/** Some are for several tasks. */
type ForEach<Tasks extends readonly Task[]> = Tasks extends readonly [
  infer First extends Task,
  ...infer Rest extends readonly Task[],
]
  ? Rest extends readonly []
    ? ModelsByTask[First]
    : ModelsByTask[First] & ForEach<Rest>
  : never;
