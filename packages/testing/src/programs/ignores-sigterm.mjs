// Says that it has started, and of each TERM that it does not care.
process.on("SIGTERM", () => process.stdout.write("ignored\n"));
process.stdout.write("started\n");
setInterval(() => {}, 1 << 30);
