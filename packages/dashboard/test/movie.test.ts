import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScriptDocument } from "@proxx/contract";
import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import { askFfprobe } from "@proxx/testing/ask-ffprobe";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { withLine } from "../src/movies/script/movie-script.ts";
import { openPage, startServer, until } from "./open-browser.ts";
import { violationsOf } from "./violations-of.ts";

const ARTICLE = `# Why the tide turns

Twice a day the sea rises. The moon pulls the water that faces it a little harder than the rest.

## Spring tides

At full moon the sun stands in line with the moon. Their pulls add up. The sea rises higher than on other days.
`;

it("makes a movie of a Markdown file, of what is changed another, which goes on from there, and loses nothing that anybody wrote", async () => {
  const folder = temporaryFolder();
  const article = join(folder, "tides.md");
  writeFileSync(article, ARTICLE);
  const server = await startServer(join(folder, "home"), { runtime: { environment: process.env } });
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
  const first = page.url();
  const line = (number: number) => page.getByLabel(`Line ${number}`, { exact: true });
  await page.locator(".script-line summary").nth(1).click();
  await page.locator(".passage mark").getByText("The moon pulls the water that faces it").waitFor();
  await page.locator(".script-section summary").first().click();
  expect(await violationsOf(page)).toEqual([]);

  // What is changed can be taken back, and outlives the page being loaded anew.
  await line(2).fill("The moon pulls at the sea.");
  await page.getByText("1 line will be spoken").waitFor();
  await page.locator(".script-section select").first().selectOption("statement");
  await page.getByRole("button", { name: "Render 2 changes" }).waitFor();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  expect(await line(2).inputValue()).toContain("The moon pulls the water");
  await page.keyboard.press("Control+Shift+z");
  expect(await line(2).inputValue()).toBe("The moon pulls at the sea.");
  await page.reload();
  await page.getByText("is here again").waitFor();
  await page.locator(".script-line summary").nth(2).click();
  await page.getByLabel("Voice").last().fill("espeak:en-gb");
  await page.getByRole("button", { name: "Render 2 changed lines" }).click();
  await page.getByRole("progressbar", { name: "Progress" }).nth(1).waitFor();
  await page.waitForURL((url) => url.href !== first, { timeout: 200_000 });
  await page.locator("video").waitFor({ timeout: 200_000 });
  await until(page, "document.querySelector('video').currentTime > 1");
  await until(
    page,
    "document.querySelector('.script-line[aria-current] textarea')?.value === 'The moon pulls at the sea.'",
  );
  await page.getByText(/Made anew since the take before: 2 of \d+ lines spoken, 0 of \d+ slides drawn/).waitFor();
  expect(await page.locator(".badge").count()).toBe(2);

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

  // While this one changes it, another renders it anew: both stay, and what the other changed can be had as well.
  const second = page.url();
  const base = data[0]?.id ?? "";
  const { results } = await client.executions.get(base);
  const script = parse(await (await fetch(results["script"]?.url ?? "")).text()) as ScriptDocument;
  await line(2).fill("The moon pulls at the sea and at the land.");
  const other = await client.movies.start({
    script: withLine(script, 0, { text: "The sea comes and goes." }),
    size: "640x360",
    baseExecutionId: base,
  });
  await page.getByText("Somebody is rendering this movie anew").waitFor();
  await page.getByRole("button", { name: "Render 1 changed line" }).click();
  await page.getByRole("progressbar", { name: "Progress" }).nth(1).waitFor();
  await line(3).fill("This was written while the movie was made.");
  await page.getByRole("link", { name: "Show it without" }).waitFor({ timeout: 200_000 });
  expect(page.url()).toBe(second);
  await page.getByText("This movie has been rendered anew meanwhile").waitFor({ timeout: 200_000 });
  expect(await page.getByRole("link", { name: "Show that one" }).getAttribute("href")).toContain(other.executionId);
  await page.getByRole("button", { name: "Add its changes to mine" }).click();
  await until(page, "document.querySelector('.script-line textarea').value === 'The sea comes and goes.'");
  expect(await line(3).inputValue()).toContain("written while");
  expect(faults).toEqual([]);
});
