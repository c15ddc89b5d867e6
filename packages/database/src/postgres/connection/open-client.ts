import type { Client, CustomTypesConfig, types as pgTypes } from "pg";
import { migrate } from "../migrate.ts";
import { DatabaseFault } from "./database-fault.ts";

export const CONNECT_TIMEOUT_MS = 5000;

/** A connection for what takes as long as it takes, to a database that has the form of this program. */
export async function openClient(url: string): Promise<Client> {
  // Only whoever opens one needs it.
  const { Client, types } = await import("pg");
  const client = new Client({
    connectionString: url,
    application_name: "proxx",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: numbersAsNumbers(types),
  });
  client.on("error", () => {});
  try {
    await client.connect().catch((error: unknown) => {
      throw new DatabaseFault(error);
    });
    await migrate(client);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Whole numbers may be longer than JavaScript's; ours are not. */
export function numbersAsNumbers(types: typeof pgTypes): CustomTypesConfig {
  return { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) };
}
