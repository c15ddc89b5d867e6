// Whether the server of this container takes work: the exit code says so.
const port = process.env["PROXX_PORT"] ?? "4747";
try {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
