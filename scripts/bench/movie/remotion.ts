import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REMOTION_PACKAGES } from "@proxx/remotion";
import { finish } from "../finish.ts";

/** Nothing of Proxx depends on Remotion: whoever compares with it has it installed here, which takes a minute and 210 MB. */
export async function installRemotion(): Promise<string> {
  const folder = join("node_modules", ".cache", "proxx-remotion");
  if (existsSync(join(folder, "node_modules", "@remotion", "bundler"))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "remotion-bench", private: true }));
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await finish(["npm", "install", "--prefix", folder, "--save-exact", ...quiet, ...REMOTION_PACKAGES]);
  return folder;
}
