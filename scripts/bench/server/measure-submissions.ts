import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClip, testTone } from "@proxx/testing/make-clip";
import { percentile, type Figure } from "./figure.ts";
import { chainOfNothing } from "./nothing-operation.ts";
import { runProgram } from "./run-program.ts";

const SUBMISSIONS = 500;
const CLIENTS = 20;

/** How long the event loop of a server stands still while plans come in, and are run. */
export async function measureSubmissions(name: string, url: string | null): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const source = makeClip("bench-server.wav", testTone({ hertz: 440, seconds: 1 }));
  try {
    await using server = runProgram("server-program.ts", { home, url });
    const address = String(await server.next());
    const run = Math.random();
    const submit = async (number: number) => {
      const response = await fetch(`${address}/api/execute`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(chainOfNothing(source, `${run} ${number}`, 3)),
      });
      if (response.status !== 202) throw new Error(await response.text());
      await response.text();
    };
    // What is loaded when it is first needed is loaded.
    await submit(0);
    await server.ask();
    const startedAt = performance.now();
    const client = async (first: number) => {
      for (let number = first; number <= SUBMISSIONS; number += CLIENTS) await submit(number);
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index + 1)));
    const seconds = (performance.now() - startedAt) / 1000;
    const gaps = (await server.ask()) as number[];
    const during = `while ${SUBMISSIONS} submissions come in`;
    return [
      { name: `${name}: gap of the event loop ${during}, p99`, value: percentile(gaps, 0.99), unit: "ms", most: 100 },
      { name: `${name}: the longest of them`, value: percentile(gaps, 1), unit: "ms", most: null },
      { name: `${name}: submissions`, value: SUBMISSIONS / seconds, unit: "a second", most: null },
    ];
  } finally {
    rmSync(home, { recursive: true });
  }
}
