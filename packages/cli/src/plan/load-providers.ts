import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ProxxError } from "@proxx/contract";
import { isProvider, type Provider } from "@proxx/runtime";

/** The providers that these modules export: files, or packages as seen from the current folder. */
export async function loadProviders(modules: readonly string[]): Promise<Provider[]> {
  const loaded = await Promise.all(modules.map(loadModule));
  return loaded.flat();
}

async function loadModule(module: string): Promise<Provider[]> {
  let exported: Record<string, unknown>;
  try {
    exported = await import(pathToFileURL(locate(module)).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProxxError("document_unreadable", `The provider ${module} cannot be loaded: ${why}`, {
      hint: "Name a module of JavaScript (`./acme.js`), or a package that is installed in this folder.",
      cause,
    });
  }
  const providers = [...new Set(Object.values(exported))].filter(isProvider);
  if (providers.length > 0) return providers;
  throw new ProxxError("document_unreadable", `The module ${module} exports no provider.`, {
    hint: "It has to export a value that is a provider: docs/providers.md shows one.",
  });
}

/** `./acme.js` and `/opt/acme.js` are files, `acme` and `@acme/provider` packages. */
function locate(module: string): string {
  if (/^[./]|^[a-z]:[\\/]/i.test(module)) return resolve(module);
  return createRequire(join(process.cwd(), "package.json")).resolve(module);
}
