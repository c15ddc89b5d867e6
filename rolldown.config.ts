import { defineConfig } from "rolldown";

export default defineConfig({
  input: "packages/cli/src/main.ts",
  platform: "node",
  resolve: { conditionNames: ["@proxx/source", "node", "import", "default"] },
  output: { dir: "packages/cli/dist", format: "esm", minify: false },
});
