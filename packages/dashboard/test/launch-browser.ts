import { builtOnce } from "@proxx/testing/built-once";
import { chromium, type Browser } from "playwright-core";

const CONFIG = "packages/dashboard/vite.config.ts";

/** The folder of the page's files, built from the sources as they are. */
export function buildPage(): string {
  return builtOnce({
    name: "proxx-tested-page",
    sources: [
      ...["package-lock.json", CONFIG, "packages/dashboard/index.html"],
      ...["dashboard", "sdk", "contract"].map((name) => `packages/${name}/src`),
    ],
    command: (folder) => ["vite", "build", "--config", CONFIG, "--outDir", folder, "--logLevel", "error"],
  });
}

/** Debian's; there is no sandbox in a container that runs as root. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--mute-audio"] });
}
