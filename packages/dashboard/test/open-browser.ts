import { createServer, type Server, type ServerOptions } from "@proxx/server";
import type { Browser, Page } from "playwright-core";
import { startedForFile } from "@proxx/testing/started-for-file";
import { afterAll, afterEach, expect, vi } from "vitest";
import { buildPage, launchBrowser } from "./launch-browser.ts";

/** One for all tests of a file: each has a context of its own, with its own cookies, storage and connections. */
let browser: Promise<Browser> | null = null;
afterEach(async () => {
  for (const context of (await browser)?.contexts() ?? []) {
    // What a test answers slowly may still be on its way, and nobody waits for it any more.
    for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
    await context.close();
  }
});
afterAll(async () => {
  await (await browser)?.close();
});

export function startServer(home: string, options: Partial<ServerOptions> = {}): Promise<Server> {
  return createServer({
    port: 0,
    graceMs: 0,
    page: async () => buildPage(),
    ...options,
    runtime: { environment: { PATH: process.env["PATH"] }, home, ...options.runtime },
  });
}

export interface WatchedPage {
  page: Page;
  /** What should never be: faults of scripts, what the policy has refused, requests to others. */
  faults: string[];
}

/** A page as in a browser of its own. */
export async function openPage(url: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<WatchedPage> {
  browser ??= startedForFile(launchBrowser);
  const context = await (
    await browser
  ).newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) faults.push(`foreign: ${request.url()}`);
  });
  return { page, faults };
}

/** Waits until something of a page is so. Playwright's own way evaluates within the page, which the policy forbids. */
export function until(page: Page, expression: string): Promise<void> {
  return vi.waitFor(async () => expect([expression, await page.evaluate(expression)]).toEqual([expression, true]), {
    timeout: 20_000,
    interval: 50,
  });
}
