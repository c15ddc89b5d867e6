import { createHash } from "node:crypto";
import { canonicalJson, didYouMean, ProxxError, type BrandConfig } from "@proxx/contract";
import { createFonts, type Fonts } from "@proxx/drawing";
import { hashFile } from "@proxx/media";
import type { Brand } from "@proxx/slides";
import { brandOf, logoOf } from "../making/movie-settings.ts";
import type { LogoFiles } from "../slides/read-logo.ts";

/** A brand as the steps of a plan draw with it. */
interface StepBrand {
  readonly brand: Brand | undefined;
  readonly logo: LogoFiles | undefined;
  readonly fonts: Fonts;
  /** Of one that the operator has configured: what it is called, null for the one that is nameless, and the hash of all of it. */
  readonly configured: { readonly name: string | null; readonly digest: string } | null;
}

/** The brands of an operator. A plan names one of them or gives colours of its own, and never a file. */
export interface StepBrands {
  /** The brand that a plan asks for; the nameless one where it asks for none; null is no brand. */
  find(wanted: string | BrandConfig | null | undefined): Promise<StepBrand>;
  /** The same that drew the slides of another job. */
  findAgain(configured: NonNullable<StepBrand["configured"]>): Promise<StepBrand>;
}

export function createStepBrands({
  brand: nameless,
  brands = {},
  fonts,
}: {
  brand?: BrandConfig | undefined;
  brands?: Readonly<Record<string, BrandConfig>> | undefined;
  /** The bundled ones. */
  fonts: () => Fonts;
}): StepBrands {
  const fontsOf = new Map<BrandConfig, Fonts>();

  async function open(name: string | null, written: BrandConfig): Promise<StepBrand> {
    const own = written.fonts ?? [];
    const ownFonts = fontsOf.get(written) ?? (own.length === 0 ? fonts() : createFonts({ fontFiles: own }));
    fontsOf.set(written, ownFonts);
    // Paths begin where the brand was written, and are absolute by now.
    const logo = logoOf(written, "/");
    const configured = { name, digest: await digestOf(written, logo) };
    return { brand: brandOf(written), logo, fonts: ownFonts, configured };
  }

  async function find(wanted: string | BrandConfig | null | undefined): Promise<StepBrand> {
    if (wanted === undefined && nameless !== undefined) return await open(null, nameless);
    if (typeof wanted !== "string") {
      const brand = wanted === null || wanted === undefined ? undefined : brandOf(wanted);
      return { brand, logo: undefined, fonts: fonts(), configured: null };
    }
    const named = Object.hasOwn(brands, wanted) ? brands[wanted] : undefined;
    if (named === undefined) throw unknownBrand(wanted, Object.keys(brands));
    return await open(wanted, named);
  }

  return {
    find,
    async findAgain({ name, digest }) {
      const found = await find(name ?? undefined);
      if (found.configured?.digest === digest) return found;
      throw new ProxxError("input_unusable", `The brand${name === null ? "" : ` \`${name}\``} is another one here.`, {
        hint: "The slides were drawn with it as it was, or by a process with another proxx.yaml: give all of them the same, and run the plan again.",
      });
    },
  };
}

async function digestOf(written: BrandConfig, logo: LogoFiles | undefined): Promise<string> {
  const files = [...(written.fonts ?? []), ...(logo === undefined ? [] : [logo.path, logo.onDark])];
  const hashes = await Promise.all(files.map((path) => hashFile(path)));
  return createHash("sha256")
    .update(canonicalJson({ brand: brandOf(written), hashes }))
    .digest("hex");
}

function unknownBrand(name: string, names: readonly string[]): ProxxError {
  const there = names.length === 0 ? "None are configured: `brands` in proxx.yaml." : `There are ${names.join(", ")}.`;
  return new ProxxError("invalid_document", `There is no brand \`${name}\`.`, {
    hint: `${didYouMean(name, names)}${there}`,
  });
}
