import { ProxxError } from "@proxx/contract";
import type { OpenEmbedded } from "./execution-target.ts";

/** This process as a target. The engine stands in a module of its own, so that no browser ever loads it. */
export const openEmbedded: OpenEmbedded = async (options) => {
  const embedded = await import("#embedded").catch((cause: unknown) => {
    throw new ProxxError("internal", "The engine for executions in this process cannot be loaded.", {
      hint: "Set `apiUrl` or PROXX_API_URL to run on a server, or install @proxx/sdk again.",
      cause,
    });
  });
  return embedded.openEmbedded(options);
};
