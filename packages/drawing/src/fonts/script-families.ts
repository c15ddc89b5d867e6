import { isInstalled, packageOf } from "./bundled-family.ts";

/** A family that draws one script, and the characters for which it is asked. */
interface ScriptFamily {
  readonly name: string;
  readonly characters: RegExp;
  /** Not among the fonts that Proxx comes with, but used where it is installed beside it. */
  readonly optional: boolean;
}

const COMING_WITH_PROXX: readonly [string, RegExp][] = [
  ["arabic", /^\p{Script_Extensions=Arabic}/u],
  ["hebrew", /^\p{Script_Extensions=Hebrew}/u],
  // The whole block: the sign of the baht is of no script.
  ["thai", /^[\u0E00-\u0E7F]/u],
];

/** Together they are half as large as all that Proxx comes with. */
const INSTALLED_BESIDE: readonly [string, RegExp][] = [
  ["armenian", /^\p{Script=Armenian}/u],
  ["bengali", /^\p{Script=Bengali}/u],
  ["ethiopic", /^\p{Script=Ethiopic}/u],
  ["georgian", /^\p{Script=Georgian}/u],
  ["gujarati", /^\p{Script=Gujarati}/u],
  ["gurmukhi", /^\p{Script=Gurmukhi}/u],
  ["kannada", /^\p{Script=Kannada}/u],
  ["khmer", /^\p{Script=Khmer}/u],
  ["lao", /^\p{Script=Lao}/u],
  ["malayalam", /^\p{Script=Malayalam}/u],
  ["myanmar", /^\p{Script=Myanmar}/u],
  ["sinhala", /^\p{Script=Sinhala}/u],
  ["tamil", /^\p{Script=Tamil}/u],
  ["telugu", /^\p{Script=Telugu}/u],
];

export const SCRIPT_FAMILIES: readonly ScriptFamily[] = [
  ...COMING_WITH_PROXX.map(([script, characters]) => ({ name: nameOf(script), characters, optional: false })),
  ...INSTALLED_BESIDE.map(([script, characters]) => ({ name: nameOf(script), characters, optional: true })),
];

/** The package that would draw this grapheme if it were installed. */
export function absentPackage(grapheme: string): string | undefined {
  const family = SCRIPT_FAMILIES.find(({ characters }) => characters.test(grapheme));
  return family === undefined || isInstalled(family.name) ? undefined : packageOf(family.name);
}

function nameOf(script: string): string {
  return `noto-sans-${script}`;
}
