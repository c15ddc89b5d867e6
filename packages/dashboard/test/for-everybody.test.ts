import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { openPage, startServer } from "./open-browser.ts";

const PLAN = {
  jobs: [{ id: "clip", type: "generate", params: { prompt: "A tent", duration: 0.5, resolution: "480p", fps: 10 } }],
};
const TABS = ["timeline", "graph", "artifacts", "plan", "events"];

it("can be read and used by everybody: each view, light and dark, in both languages, and 360 pixels wide", async () => {
  const server = await startServer(temporaryFolder(), { mediaRoots: [temporaryFolder()] });
  onTestFinished(() => server.close());
  const client = createClient({ url: server.url });
  const { executionId } = await client.executions.start(PLAN);
  for await (const _event of client.executions.events(executionId));
  const { page, faults } = await openPage(server.url, { bypassCSP: true });
  const views = [
    ...["executions", "executions?status=failed", "webhooks", "system", "movies", "jobspecs", "watch", "nothing"],
    ...TABS.map((tab) => `executions/${executionId}?job=clip&tab=${tab}`),
  ];
  const found: string[] = [];
  for (const [index, look] of ["?theme=light", "?theme=dark&lang=ja"].entries()) {
    await page.goto(`${server.url}/${look}`);
    await page.evaluate(axe.source);
    for (const view of views) {
      await show(page, view);
      const { violations } = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
      for (const { id, impact, nodes } of violations)
        found.push(`${look} ${view}: ${id} (${impact}) ${nodes[0]?.html}`);
      if (index === 1) found.push(...(await englishLeft(page)).map((text) => `${view}: ${text}`));
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  for (const view of views) {
    await show(page, view);
    const width = Number(await page.evaluate("document.scrollingElement.scrollWidth"));
    if (width > 360) found.push(`${view}: ${width} pixels wide`);
  }
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
});

async function show(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = "#/${view}"`);
  await page.locator("main h1, main h2").first().waitFor();
  await page.getByText(/^(?:Loading|読み込み中)…$/).waitFor({ state: "detached" });
}

/** Words of the other language, where they are the page's own. */
async function englishLeft(page: Page): Promise<string[]> {
  const own = "nav a, button, label, .tabs, h1, h2, th, .facts dt, .empty p, .mark, .connection";
  const texts = await page.locator(own).allInnerTexts();
  return texts.filter((text) => /\b(?:the|of|and|all|jobs?|queued|running|completed|failed|retry|copy)\b/i.test(text));
}
