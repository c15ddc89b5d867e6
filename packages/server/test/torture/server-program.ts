// A server as a process of its own: `node server-program.ts CONFIG`. Says where it listens, and serves until SIGTERM.
import { createServer } from "../../src/index.ts";
import { createStep } from "./step-operation.ts";

export interface ServerProgramConfig {
  home: string;
  log: string;
  environment: Readonly<Record<string, string>>;
  /** Leaves all work to others. @default false */
  onlyAdmits?: boolean;
  /** Folders that are open to JobSpecs. @default none */
  mediaRoots?: readonly string[];
}

const config = JSON.parse(process.argv[2] ?? "") as ServerProgramConfig;
const { home, log, environment, onlyAdmits = false, mediaRoots = [] } = config;
const server = await createServer({
  runtime: {
    home,
    environment: { PATH: process.env["PATH"], ...environment },
    operations: [createStep(log)],
    allowPrivateSources: true,
    computeSlots: 4,
    sharing: { onlyAdmits },
    polling: { firstPauseMs: 20, longestPauseMs: 50, showWithinMs: 20_000 },
  },
  port: 0,
  requestsPerMinute: 0,
  allowPrivateWebhooks: true,
  mediaRoots,
  onFault: (fault) => process.stderr.write(`${String(fault)}\n`),
});
process.stdout.write(`${server.url}\n`);
const end = () => void server.close().then(() => process.stdin.destroy());
process.once("SIGTERM", end);
// Ends with whoever started it, however that ended.
process.stdin.resume().once("end", end);
