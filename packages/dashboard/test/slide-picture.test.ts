import { join } from "node:path";
import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished, vi } from "vitest";
import { openPage, startServer } from "./open-browser.ts";
import { violationsOf } from "./violations-of.ts";

const SCRIPT = {
  title: "Tides",
  sections: [
    {
      id: "rise",
      title: "The sea",
      slide: { layout: "bullets" as const, title: "Pulls", items: ["Moon", "Sun"] },
      narrations: [{ text: "It rises." }],
    },
    { id: "fall", title: "The shore", narrations: [{ text: "It falls." }] },
  ],
};

/** What the first picture shows, once it is another than `before`. */
function pictureAfter(page: Page, before: string, place = 0): Promise<string> {
  return vi.waitFor(
    async () => {
      const shown = await page.evaluate(`(() => {
        const figure = document.querySelectorAll(".slide-picture")[${place}];
        return figure?.hasAttribute("data-stale") === false ? figure.querySelector("canvas").toDataURL() : "";
      })()`);
      expect([shown === "", shown === before]).toEqual([false, false]);
      return String(shown);
    },
    { timeout: 60_000, interval: 50 },
  );
}

it("shows a slide as it is typed, page by page, says why it cannot, and runs nothing of it", async () => {
  const server = await startServer(join(temporaryFolder(), "home"), {
    runtime: { environment: process.env },
  });
  onTestFinished(() => server.close());
  const client = createClient({ url: server.url });
  const { executionId } = await client.movies.start({ script: SCRIPT, size: "426x240", theme: "folio" });
  for await (const _ of client.executions.events(executionId));
  const { page, faults } = await openPage(server.url, { bypassCSP: true });
  await page.goto(`${server.url}/#/movies/${executionId}`);
  await page.locator(".script-line").first().waitFor();
  expect(await page.locator(".slide-picture").count()).toBe(0);

  await page.locator(".script-section summary").first().click();
  await page.getByRole("img", { name: "Slide of “The sea” as it would be now" }).waitFor();
  const first = await pictureAfter(page, "");
  const points = page.getByLabel("Points, one a line");
  await points.pressSequentially("\nWind");
  const wind = await pictureAfter(page, first);
  // A point that nothing is written on yet is none.
  await points.press("Enter");
  await points.press("End");
  await page.getByLabel("Title", { exact: true }).fill("Pulls ".repeat(2));
  const titled = await pictureAfter(page, wind);
  await points.fill(Array.from({ length: 8 }, (_, index) => `Point number ${index + 1}`).join("\n"));
  await page.getByText("Slide 1 of 2").waitFor();
  const many = await pictureAfter(page, titled);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("Slide 2 of 2").waitFor();
  await pictureAfter(page, many);
  await page.getByLabel("Title", { exact: true }).fill("");
  await page.getByText("cannot be drawn like this").waitFor();
  await page.getByLabel("Title", { exact: true }).fill("<img src=x onerror=alert(1)>");
  await page.getByText("cannot be drawn like this").waitFor({ state: "detached" });
  await pictureAfter(page, many);

  // What is said decides what is shown where the slide is left to it.
  await page.getByLabel("Line 2", { exact: true }).fill("The sea falls twice a day.");
  const said = await pictureAfter(page, "", 1);
  await page.getByLabel("Line 2", { exact: true }).fill("The shore is dry at night.");
  await pictureAfter(page, said, 1);
  await page.setViewportSize({ width: 390, height: 780 });
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(faults).toEqual([]);
});
