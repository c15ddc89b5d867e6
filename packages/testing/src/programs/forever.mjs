// Says that it has started and never ends.
process.stdout.write("started\n");
setInterval(() => {}, 1 << 30);
