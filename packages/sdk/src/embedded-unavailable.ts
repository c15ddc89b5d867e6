import { ProxxError } from "@proxx/contract";
import type { OpenEmbedded } from "./execute/execution-target.ts";

/** What stands for the engine in a browser, where there are no processes and no files to work with. */
export const openEmbedded: OpenEmbedded = () =>
  Promise.reject(
    new ProxxError("server_unreachable", "A browser cannot run an execution by itself.", {
      hint: "Give `execute` the `apiUrl` of a Proxx server, which `proxx serve` starts.",
    }),
  );
