// Copies stdin to stdout, and says when it is at its end.
process.stdin.on("end", () => process.stdout.write("\nend of input\n"));
process.stdin.pipe(process.stdout, { end: false });
