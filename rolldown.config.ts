import { readFileSync } from "node:fs";
import { defineConfig } from "rolldown";

/** What stays a dependency of the program: it holds binaries or fonts, or only whoever has a provider or a Postgres loads it. */
const { dependencies, optionalDependencies } = JSON.parse(readFileSync("packages/cli/package.json", "utf8")) as {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};
const outside = Object.keys({ ...dependencies, ...optionalDependencies });

export default defineConfig({
  input: "packages/cli/src/main.ts",
  platform: "node",
  external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)),
  resolve: { conditionNames: ["@proxx/source", "node", "import", "default"] },
  output: { dir: "packages/cli/dist", format: "esm", minify: false },
});
