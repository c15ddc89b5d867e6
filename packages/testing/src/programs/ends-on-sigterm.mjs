// Says that it has started, and ends on TERM with last words and exit code 0.
const timer = setInterval(() => {}, 1 << 30);
process.on("SIGTERM", () => {
  process.stdout.write("last words\n");
  clearInterval(timer);
});
process.stdout.write("started\n");
