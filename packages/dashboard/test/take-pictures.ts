// Pictures of the page for docs/, of a server with something on it: node --conditions=@proxx/source packages/dashboard/test/take-pictures.ts
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Client } from "@proxx/sdk/client";
import { createServer } from "@proxx/server";
import { everydayClip } from "@proxx/testing/make-clip";
import type { Page } from "playwright-core";
import { buildPage, launchBrowser } from "./launch-browser.ts";

const PICTURES = join(import.meta.dirname, "../../../docs/pictures");
const FILM = {
  jobs: [
    clip("dawn", 1),
    clip("noon", 1.5),
    clip("dusk", 1),
    {
      id: "film",
      type: "merge",
      params: { transition: "crossfade" },
      dependsOn: ["dawn", "noon", "dusk"],
      output: "$film",
    },
    {
      id: "tall",
      type: "reframe",
      params: { video: "$film", aspectRatio: "9:16" },
      dependsOn: ["film"],
      output: "$tall",
    },
  ],
};
const LONG = {
  jobs: [
    ...["one", "two", "three", "four"].map((id, index) => clip(id, 40 + index)),
    { id: "half1", type: "merge", params: {}, dependsOn: ["one", "two"], output: "$half1" },
    {
      id: "film",
      type: "merge",
      params: { transition: "crossfade" },
      dependsOn: ["half1", "three", "four"],
      output: "$film",
    },
    {
      id: "tall",
      type: "reframe",
      params: { video: "$film", aspectRatio: "9:16" },
      dependsOn: ["film"],
      output: "$tall",
    },
  ],
};
const UNREACHABLE = {
  jobs: [
    {
      id: "tall",
      type: "reframe",
      params: { video: "https://unreachable.invalid/interview.mp4", aspectRatio: "9:16" },
      output: "$tall",
    },
  ],
};
const ARTICLE = `# Why the tide turns

Twice a day the sea rises. The moon pulls the water that faces it a little harder than the rest. The sun helps at full and new moon.

## Spring tides

At full moon the sun stands in line with the moon. Their pulls add up. The sea rises higher than on other days.

## Neap tides

At half moon the two pull across one another. High water is lower then, and low water is higher.
`;
const folder = mkdtempSync(join(tmpdir(), "proxx-pictures-"));
const media = join(folder, "media");
mkdirSync(media);
mkdirSync(PICTURES, { recursive: true });
copyFileSync(everydayClip(), join(media, "A001.mov"));
const server = await createServer({
  port: 0,
  page: async () => buildPage(),
  mediaRoots: [media],
  graceMs: 0,
  runtime: { environment: process.env, home: join(folder, "home") },
});
const browser = await launchBrowser();
try {
  await takePictures(createClient({ url: server.url }));
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A bare machine has no Japanese font; the one that movies are made with does. */
async function bringJapanese(page: Page): Promise<void> {
  const font = join(import.meta.dirname, "../../../node_modules/@fontsource-variable/noto-sans-jp");
  await page.route("**/files/*.woff2", (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    return route.fulfill({ path: join(font, "files", name), contentType: "font/woff2" });
  });
  const faces = readFileSync(join(font, "index.css"), "utf8").replaceAll("./files/", `${server.url}/files/`);
  const style = `${faces} :root { --sans: "DejaVu Sans", "Noto Sans JP Variable" !important; }`;
  // Before anything is drawn: what was looked for in vain is not looked for again.
  await page.addInitScript(`document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    document.head.append(Object.assign(document.createElement("style"), { textContent: ${JSON.stringify(style)} }));
  })`);
}

async function takePictures(client: Client): Promise<void> {
  const movie = await client.movies.start({ text: ARTICLE, seconds: 30, size: "1280x720", theme: "folio" });
  const film = await client.executions.start(FILM);
  const failed = await client.executions.start(UNREACHABLE);
  await client.executions.start({ ...FILM, webhook: { url: "https://unreachable.invalid/told" } });
  const job = await client.jobSpecs.start(jobSpec());
  for (const { executionId } of [movie, film, failed]) for await (const _ of client.executions.events(executionId));
  while ((await client.jobSpecs.get(job.id)).completedAt === null)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const long = await client.executions.start(LONG);
  await client.executions.start({ jobs: [{ ...clip("night", 90), output: "$night" }] });

  const light = await openPage("light");
  await take(light, "executions", "executions", ".row .mark");
  await take(light, "graph", `executions/${long.executionId}?tab=graph`, ".node");
  await take(light, "movie", `movies/${movie.executionId}`, ".script-line", async () => {
    await light.locator(".script-line button").nth(2).click();
    await light.locator(".script-line[aria-current]").waitFor();
    await light.waitForTimeout(500);
  });
  await take(light, "slide", `movies/${movie.executionId}`, ".script-line", async () => {
    await light.locator(".script-section > .script-more > summary").first().click();
    await light.getByLabel("Below the title").fill("Twice a day, and never at the same hour");
    await light.locator(".slide-picture:not([data-stale]) canvas").waitFor();
  });
  await take(light, "jobspec", `jobspecs/${job.id}`, ".table");
  await take(light, "jobspec-form", "jobspecs", ".editor", async () => {
    await light.getByRole("button", { name: "Begin with an example" }).click();
    await light.locator(".issue").first().waitFor();
  });
  await take(light, "failure", `executions/${failed.executionId}`, ".alert");
  const dark = await openPage("dark");
  await take(dark, "timeline-dark", `executions/${film.executionId}`, ".time-row");
  await dark.setViewportSize({ width: 1200, height: 540 });
  await take(dark, "system-dark", "system", ".figure");
  await dark.setViewportSize({ width: 390, height: 780 });
  await bringJapanese(dark);
  await take(dark, "phone-japanese", "executions", ".row .mark", async () => {
    await dark.getByRole("button", { name: "完了" }).waitFor();
    await dark.waitForTimeout(3000);
    await dark.evaluate("document.fonts.ready.then(() => true)");
  });
}

async function openPage(theme: "light" | "dark"): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 720 }, locale: "en-GB", bypassCSP: true });
  await page.goto(`${server.url}/?theme=${theme}${theme === "dark" ? "&lang=en" : ""}`);
  return page;
}

async function take(page: Page, name: string, path: string, shown: string, before = async () => {}): Promise<void> {
  const search = name.endsWith("japanese") ? "?theme=dark&lang=ja" : new URL(page.url()).search;
  await page.goto(`${server.url}/${search}#/${path}`);
  await page.locator(shown).first().waitFor();
  await before();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

function clip(id: string, duration: number) {
  return {
    id,
    type: "generate",
    params: { prompt: `A tent, ${id}`, duration, resolution: "480p", fps: 10 },
    output: `$${id}`,
  };
}

function jobSpec() {
  return {
    jobspec_version: "1.0.0",
    job_id: "dailies-card-a",
    created_at: new Date().toISOString(),
    sources: [join(media, "A001.mov")],
    output_dir: media,
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
}
