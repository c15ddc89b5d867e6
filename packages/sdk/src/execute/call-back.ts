import { errorMessage } from "@proxx/contract";

/**
 * Calls what the program has given, by itself and later. What it throws, at once or as a promise, is told and goes no
 * further: a slip in a callback ends neither the process nor the execution, and keeps nobody else from being told.
 */
export function callBack<Value>(name: string, callback: (value: Value) => unknown, value: Value): void {
  queueMicrotask(() => {
    const called = new Promise((resolve) => resolve(callback(value)));
    called.catch((error: unknown) => tell(name, error));
  });
}

function tell(name: string, error: unknown): void {
  // A browser's way to tell of an uncaught error without one. Node has a warning, which stands on stderr.
  const reportError: unknown = Reflect.get(globalThis, "reportError");
  if (typeof reportError === "function") {
    Reflect.apply(reportError, globalThis, [error]);
    return;
  }
  const warning = new Error(`A callback given to \`${name}\` failed: ${errorMessage(error)}`, { cause: error });
  if (error instanceof Error) warning.stack = `${warning.message}\n${error.stack}`;
  warning.name = "ProxxCallbackWarning";
  process.emitWarning(warning);
}
