// Writes to stderr and ends with a code: `exits.mjs 127 "not found"`.
process.stderr.write(`${process.argv[3] ?? "goodbye"}\n`);
process.exitCode = Number(process.argv[2]);
