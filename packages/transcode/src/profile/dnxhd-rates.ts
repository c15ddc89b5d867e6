import { rational, sameRational, type Rational } from "@proxx/media";
import type { EncoderInput } from "./codec-recipes.ts";

/** DNxHD exists at two bit rates for most pictures: the usual one, and the low one of DNxHD 36. */
export type DnxhdLevel = "standard" | "proxy";

/** The legacy DNxHD bit rates in Mb/s: the format exists at these sizes and rates only. */
const DNXHD_RATES: readonly {
  width: number;
  height: number;
  rate: Rational;
  standard: number;
  proxy: number | null;
}[] = [
  ...(
    [
      [rational(24000, 1001), 115, 36],
      [rational(24), 115, 36],
      [rational(25), 120, 36],
      [rational(30000, 1001), 145, 45],
      [rational(30), 145, 45],
      [rational(50), 240, 75],
      [rational(60000, 1001), 290, 90],
      [rational(60), 290, 90],
    ] as const
  ).map(([rate, standard, proxy]) => ({ width: 1920, height: 1080, rate, standard, proxy })),
  ...(
    [
      [rational(24000, 1001), 60],
      [rational(24), 60],
      [rational(25), 60],
      [rational(30000, 1001), 75],
      [rational(50), 120],
      [rational(60000, 1001), 145],
      [rational(60), 145],
    ] as const
  ).map(([rate, standard]) => ({ width: 1280, height: 720, rate, standard, proxy: null })),
];

/** The DNxHD bit rate in Mb/s for a picture, or null where the format does not exist. */
export function dnxhdMegabits(
  input: Pick<EncoderInput, "width" | "height" | "rate" | "interlaced">,
  level: DnxhdLevel,
): number | null {
  if (input.interlaced) {
    if (input.width !== 1920 || input.height !== 1080 || level === "proxy") return null;
    if (sameRational(input.rate, rational(25))) return 120;
    return sameRational(input.rate, rational(30000, 1001)) ? 145 : null;
  }
  const row = DNXHD_RATES.find(
    ({ width, height, rate }) => width === input.width && height === input.height && sameRational(rate, input.rate),
  );
  return row?.[level] ?? null;
}
