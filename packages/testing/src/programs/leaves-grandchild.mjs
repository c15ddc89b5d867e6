// Starts a process that never ends, writes its pid and ends: `leaves-grandchild.mjs holds-pipes|lets-go|escapes`.
// `holds-pipes` keeps stdout and stderr open, `lets-go` does not, `escapes` keeps them and leaves the process group.
import { spawn } from "node:child_process";

const how = process.argv[2];
const grandchild = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1 << 30)"], {
  stdio: how === "lets-go" ? "ignore" : ["ignore", "inherit", "inherit"],
  detached: how === "escapes",
});
grandchild.unref();
process.stdout.write(`${grandchild.pid}\n`);
