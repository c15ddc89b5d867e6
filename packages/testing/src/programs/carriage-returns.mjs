// Overwrites its progress line as a program at a terminal does, and ends without a line's end.
process.stderr.write("10%\r55%\r100%\r\ndone\r\n\nafter all");
