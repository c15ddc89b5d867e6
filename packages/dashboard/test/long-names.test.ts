import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@proxx/sdk/client";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { openPage, startServer, until } from "./open-browser.ts";

const DESK = { width: 1280, height: 800 };
const TELEPHONE = { width: 390, height: 780 };
const LONG = "a-clip-of-the-third-day-at-the-harbour-".repeat(3);

it("keeps what is long within the window, and in words", async () => {
  const media = temporaryFolder();
  const source = join(media, `${LONG}.mov`);
  copyFileSync(everydayClip(), source);
  const watched = temporaryFolder();
  for (const name of ["pending", "running", "completed", "failed"]) mkdirSync(join(watched, name));
  writeFileSync(join(watched, "pending", `${LONG}.json`), "{}");
  const server = await startServer(temporaryFolder(), {
    mediaRoots: [media],
    watchFolders: [watched],
    allowPrivateWebhooks: true,
  });
  onTestFinished(() => server.close());
  const client = createClient({ url: server.url });
  const jobs = [{ id: "still", type: "generateImage", params: { prompt: "A tent" }, output: "$still" }];
  await client.executions.start({ jobs, webhook: { url: `http://127.0.0.1:9/${"told/of/the/end/".repeat(12)}` } });
  const { id } = await client.jobSpecs.start(specOf(source, media));
  await vi.waitFor(async () => expect((await client.jobSpecs.get(id)).completedAt).not.toBeNull(), { timeout: 60_000 });

  const { page, faults } = await openPage(server.url);
  const look = async (path: string, size: typeof DESK) => {
    await page.setViewportSize(size);
    await page.goto(`${server.url}/#/${path}`);
  };
  await look("webhooks", DESK);
  await page.getByRole("button", { name: /attempt/ }).waitFor({ timeout: 60_000 });
  await until(
    page,
    "document.querySelector('.scroller').scrollWidth <= document.querySelector('.scroller').clientWidth",
  );
  await look("watch", DESK);
  await page.getByText(LONG).waitFor();
  const tops =
    "[...document.querySelectorAll('.folders h3')].map((one) => Math.round(one.getBoundingClientRect().top))";
  await until(page, `new Set(${tops}).size === 1 && ${tops}.length === 4`);
  await look(`jobspecs/${id}`, TELEPHONE);
  const row = page.getByRole("row").filter({ hasText: "not_empty" });
  await row.waitFor();
  expect((await row.boundingBox())?.height).toBeLessThan(80);
  for (const path of ["executions", "webhooks", "watch", "jobspecs", `jobspecs/${id}`]) {
    await look(path, TELEPHONE);
    await page.locator("h1, h2").first().waitFor();
    await until(page, "document.documentElement.scrollWidth <= innerWidth");
  }
  expect(faults).toEqual([]);
});

function specOf(source: string, folder: string) {
  return {
    jobspec_version: "1.0.0",
    created_at: "2026-01-31T08:00:00Z",
    sources: [source],
    output_dir: folder,
    output_name_template: "proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
}
