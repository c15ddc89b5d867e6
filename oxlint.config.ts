import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "oxlint";

/** Who may import whom: the arrows of docs/architecture.md. What a package is not given here, it does not know. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  media: ["contract"],
  network: ["contract"],
  drawing: ["contract"],
  transcode: ["contract", "media"],
  watch: ["contract", "media", "transcode"],
  providers: ["contract", "media", "network"],
  voices: ["contract", "media", "network", "providers"],
  slides: ["contract", "drawing"],
  composition: ["contract", "media"],
  renderer: ["contract", "media"],
  remotion: ["contract", "media", "renderer"],
  operations: ["contract", "media", "drawing", "providers", "composition", "transcode"],
  movie: ["contract", "media", "network", "drawing", "composition", "providers", "voices", "slides", "renderer"],
  engine: ["contract", "media"],
  database: ["contract", "engine"],
  storage: ["contract", "engine"],
  runtime: [
    "contract",
    "media",
    "network",
    "drawing",
    "providers",
    "operations",
    "engine",
    "database",
    "storage",
    "movie",
    "remotion",
    "voices",
  ],
  server: ["contract", "network", "operations/signatures", "runtime", "transcode"],
  sdk: ["contract", "operations/builders"],
  dashboard: ["contract", "sdk/client"],
  cli: [
    "contract",
    "media",
    "transcode",
    "watch",
    "operations",
    "engine",
    "database",
    "runtime",
    "server",
    "sdk",
    "movie",
    "slides",
    "voices",
  ],
};

const PROCESSES = ["node:child_process", "child_process"].map((name) => ({
  name,
  message: "Every process of Proxx runs through media/process/run-tool.",
}));

function onlyImports(names: readonly string[], more: { group: string[]; message: string }[] = []) {
  return {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: ["@proxx/**", ...names.flatMap((name) => [`!@proxx/${name}`, `!@proxx/${name}/**`])],
            message: `It imports ${names.join(", ") || "nothing"}; see the arrows in docs/architecture.md.`,
          },
          ...more,
        ],
        paths: PROCESSES,
      },
    ],
  } as const;
}

/** A folder with a signature is an operation. What two of them share is in a folder that is none. */
const OPERATIONS = readdirSync("packages/operations/src").filter((name) =>
  existsSync(`packages/operations/src/${name}/signature.ts`),
);

function noOtherOperation(own: string) {
  const others = OPERATIONS.filter((name) => name !== own).map((name) => `**/${name}/*`);
  return { group: others, message: "An operation knows no other: what they share is in a folder of its own." };
}

const NO_NODE = { group: ["node:*"], message: "It runs in a browser too." };

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "node", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  ignorePatterns: ["**/dist", "demo-output", "packages/*/wasm"],
  rules: {
    "no-await-in-loop": "off",
    "no-underscore-dangle": "off",
    "no-shadow": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/no-unnecessary-condition": "off",
    "typescript/consistent-return": "off",
    "import/no-default-export": "error",
    // A type that two files need of each other lives in the wrong file.
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-unassigned-import": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-useless-spread": "off",
    "unicorn/prefer-set-has": "off",
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "no-restricted-properties": [
      "error",
      { object: "process", property: "exit", message: "Set process.exitCode in cli; elsewhere throw." },
    ],
    "vitest/no-conditional-expect": "off",
    "vitest/require-to-throw-message": "off",
    "vitest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*"] }],
  },
  overrides: [
    { files: ["*.config.ts"], rules: { "import/no-default-export": "off" } },
    {
      files: ["scripts/*.mjs", "packages/cli/bin/*.js", "packages/testing/src/programs/*"],
      rules: { "no-restricted-properties": "off" },
    },
    ...Object.entries(ARROWS).map(([name, imported]) => ({
      files: [`packages/${name}/src/**`],
      rules: onlyImports(imported, ["contract", "sdk", "dashboard"].includes(name) ? [NO_NODE] : []),
    })),
    // A channel between tabs has one origin, and says none.
    { files: ["packages/dashboard/src/**"], rules: { "unicorn/require-post-message-target-origin": "off" } },
    ...OPERATIONS.map((name) => ({
      files: [`packages/operations/src/${name}/**`],
      rules: onlyImports(ARROWS["operations"] ?? [], [noOtherOperation(name)]),
    })),
    {
      files: ["packages/operations/src/{builders,signatures}.ts", "packages/operations/src/parameters/*"],
      rules: onlyImports(["contract"], [NO_NODE]),
    },
    {
      files: ["packages/operations/src/*/signature.ts"],
      rules: onlyImports(["contract"], [NO_NODE, { ...NO_NODE, group: ["./**", "../**", "!../parameters/**"] }]),
    },
    {
      files: ["packages/sdk/src/embedded/**"],
      rules: onlyImports(["contract", "network", "runtime"]),
    },
    {
      files: ["packages/media/src/process/run-tool.ts", "packages/*/src/**/*.test.ts", "packages/*/test/**"],
      rules: { "no-restricted-imports": "off" },
    },
  ],
});
