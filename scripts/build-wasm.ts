// `npm run build:wasm`: compiles what is written in AssemblyScript into the file beside those that use it. The compiler comes
// from the npm registry when it is asked for, 100 MB that nobody else pays.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SOURCE = "packages/renderer/wasm/stretch-rows.ts";
const CODE = "packages/renderer/src/picture/stretch-rows-code.ts";

const folder = mkdtempSync(join(tmpdir(), "proxx-wasm-"));
try {
  const output = join(folder, "code.wasm");
  const options = ["-O3", "--noAssert", "--enable", "simd", "--runtime", "stub", "--importMemory", "--noExportMemory"];
  execFileSync("npx", ["--yes", "--package", "assemblyscript@0.28.20", "asc", SOURCE, ...options, "-o", output], {
    stdio: "inherit",
  });
  const code = readFileSync(output).toString("base64");
  const sha256 = createHash("sha256").update(readFileSync(SOURCE)).digest("hex");
  writeFileSync(
    CODE,
    `// Written by \`npm run build:wasm\` of ${SOURCE}.
export const SOURCE_SHA256 = "${sha256}";
export const STRETCH_ROWS =
${(code.match(/.{1,110}/g) ?? []).map((part) => `  "${part}"`).join(" +\n")};
`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
