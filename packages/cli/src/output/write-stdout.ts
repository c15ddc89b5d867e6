import { ProxxError } from "@proxx/contract";

/** Writes to stdout and waits until it is out: a full disk or a closed pipe is an error, not a lost result. */
export async function writeStdout(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: Error) => {
      reject(
        new ProxxError("internal", `The result cannot be written to stdout: ${cause.message}`, {
          hint: "Check the disk or the program it is piped into.",
          cause,
        }),
      );
    };
    // The stream reports a failed write twice, to the callback and as an event, which must have a listener.
    process.stdout.on("error", fail);
    process.stdout.write(text, (error) => (error ? fail(error) : resolve()));
  });
}
