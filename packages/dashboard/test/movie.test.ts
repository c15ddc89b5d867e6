import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import { askFfprobe } from "@proxx/testing/ask-ffprobe";
import axe from "axe-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { buildPage, openPage, startServer, until } from "./open-browser.ts";

let files: Awaited<ReturnType<typeof buildPage>>;
beforeAll(async () => {
  files = await buildPage();
});
afterAll(() => files.remove());

const ARTICLE = `# Why the tide turns

Twice a day the sea rises. The moon pulls the water that faces it a little harder than the rest.

## Spring tides

At full moon the sun stands in line with the moon. Their pulls add up. The sea rises higher than on other days.
`;

it("makes a movie of a Markdown file, and of one changed line another, which goes on from there and can be saved", async () => {
  const folder = temporaryFolder();
  const article = join(folder, "tides.md");
  writeFileSync(article, ARTICLE);
  const server = await startServer(join(folder, "home"), files.folder, { runtime: { environment: process.env } });
  onTestFinished(() => server.close());
  const client = createClient({ url: server.url });
  const { page, faults } = await openPage(server.url, { bypassCSP: true });
  await page.goto(`${server.url}/#/movies`);
  await page.getByLabel(/Or a file/).setInputFiles(article);
  await page.getByLabel("Size").selectOption("640x360");
  await page.getByLabel("About how many seconds").fill("20");
  await page.getByRole("button", { name: "Make the movie" }).click();
  await page.locator("video").waitFor({ timeout: 200_000 });

  await page.locator(".script-line button").nth(1).click();
  await page.locator(".script-line[aria-current]").waitFor();
  expect(await page.locator(".script-line[aria-current] textarea").inputValue()).toContain("The moon pulls the water");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const first = page.url();
  await page.getByLabel("Line 2", { exact: true }).fill("The moon pulls at the sea.");
  await page.getByText("1 line will be spoken").waitFor();
  await page.getByRole("button", { name: "Render 1 changed line" }).click();
  await page.getByRole("progressbar", { name: "Progress" }).nth(1).waitFor();
  await page.waitForURL((url) => url.href !== first, { timeout: 200_000 });
  await page.locator("video").waitFor({ timeout: 200_000 });
  await until(page, "document.querySelector('video').currentTime > 1");
  await until(
    page,
    "document.querySelector('.script-line[aria-current] textarea')?.value === 'The moon pulls at the sea.'",
  );

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  const saved = join(folder, "saved.mp4");
  await download.saveAs(saved);
  const { streams } = askFfprobe(saved);
  expect(streams.map((stream) => stream["codec_type"])).toEqual(expect.arrayContaining(["video", "audio"]));
  const { data } = await client.executions.list({ search: "renderMovie" });
  expect(data.map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(readFileSync(saved).length).toBe(data[0]?.result?.size);

  const second = page.url();
  await page.getByLabel("Line 2", { exact: true }).fill("The moon pulls at the sea and at the land.");
  await page.getByRole("button", { name: "Render 1 changed line" }).click();
  await page.getByRole("progressbar", { name: "Progress" }).nth(1).waitFor();
  await page.getByLabel("Line 3", { exact: true }).fill("This was written while the movie was made.");
  await page.getByRole("link", { name: "Show it without" }).waitFor({ timeout: 200_000 });
  expect(page.url()).toBe(second);
  expect(await page.getByLabel("Line 3", { exact: true }).inputValue()).toContain("written while");
  expect(faults).toEqual([]);
});
