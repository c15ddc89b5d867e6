#!/usr/bin/env node
// From a checkout the sources run as they are (Node strips the types); a published package has only `dist`.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  const inCheckout = existsSync(new URL("../src/main.ts", import.meta.url));
  const hint = inCheckout
    ? "Run `npx proxx`, which runs on the Node that this checkout brings."
    : "Install a newer Node.";
  process.stderr.write(
    `proxx needs Node 22.19 or newer; this is ${process.versions.node} (${process.execPath}).\n  → ${hint}\n`,
  );
  process.exit(4);
}
nodeModule.enableCompileCache();
const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  nodeModule.registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(specifier, { ...context, conditions: [...context.conditions, "@proxx/source"] }),
  });
}
const { main } = await import(existsSync(source) ? source.href : "../dist/main.js");
await main(process.argv.slice(2));
