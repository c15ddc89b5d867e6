// Writes a line every so many milliseconds, so many times: `ticks.mjs 100 25`.
const [intervalMs, times] = process.argv.slice(2).map(Number);
let count = 0;
const timer = setInterval(() => {
  process.stdout.write(`tick ${++count}\n`);
  if (count === times) clearInterval(timer);
}, intervalMs);
