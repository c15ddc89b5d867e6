// Ends by a signal: `kills-itself.mjs SIGKILL`.
process.kill(process.pid, process.argv[2]);
setInterval(() => {}, 1 << 30);
