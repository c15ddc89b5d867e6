// A server with its page as a process of its own. Asked, it says how long it has computed, in milliseconds.
import { createServer } from "@proxx/server";
import { answerQuestions, say } from "../server/run-program.ts";
import { createTick } from "./ticking-operation.ts";

const { home, files } = JSON.parse(process.argv[2] ?? "") as { home: string; files: string };
const server = await createServer({
  runtime: {
    home,
    environment: { PATH: process.env["PATH"] },
    operations: [() => createTick()],
    computeSlots: 60,
  },
  port: 0,
  requestsPerMinute: 0,
  graceMs: 0,
  page: async () => files,
});
say(server.url);
await answerQuestions(async () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
});
await server.close();
