// The package's own declarations describe its module; they are those of its CommonJS build to TypeScript, which has none.
declare module "bidi-js/dist/bidi.mjs" {
  import type { Bidi } from "bidi-js";
  export default function createBidi(): Bidi;
}
