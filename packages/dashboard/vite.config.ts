import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  // Wherever the page lies, its files lie beside it.
  base: "./",
  resolve: { conditions: ["browser", "@proxx/source", "module", "import", "default"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2023",
    // The policy of the page lets in nothing that stands in a text.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
});
