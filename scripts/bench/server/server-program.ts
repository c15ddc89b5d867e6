// A server as a process of its own, which says how long its event loop has stood still since it was asked last.
import { createServer } from "@proxx/server";
import { createNothing } from "./nothing-operation.ts";
import { answerQuestions, say } from "./run-program.ts";

const { home, url } = JSON.parse(process.argv[2] ?? "") as { home: string; url: string | null };
const server = await createServer({
  runtime: {
    home,
    environment: { PATH: process.env["PATH"], ...(url === null ? {} : { DATABASE_URL: url }) },
    operations: [() => createNothing()],
    allowLocalPaths: true,
  },
  port: 0,
  requestsPerMinute: 0,
});

/** From each time that a timer fires to the next, which would be as long as the timer is. */
const TIMER_MS = 5;
let gaps: number[] = [];
let last = performance.now();
const timer = setInterval(() => {
  const now = performance.now();
  gaps.push(now - last);
  last = now;
}, TIMER_MS);

say(server.url);
await answerQuestions(async () => {
  const all = gaps;
  gaps = [];
  return all;
});
clearInterval(timer);
await server.close();
