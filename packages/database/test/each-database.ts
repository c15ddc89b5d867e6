import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { createTestDatabase } from "@proxx/testing/postgres";
import { describe, onTestFinished } from "vitest";

/** Where executions are kept, and what else there is. */
export interface TestPlace {
  home: string;
  /** Of a Postgres; null for a file in `home`. */
  url: string | null;
  file: string;
}

/** The same tests on every database; each makes an empty one of its own, which is gone when the test is. */
export function onEachDatabase(suite: (createPlace: () => Promise<TestPlace>) => void): void {
  describe("on SQLite", () => {
    suite(async () => placeWith(null));
  });
  describe("on Postgres", () => {
    suite(async () => {
      const database = await createTestDatabase();
      onTestFinished(() => database.drop());
      return placeWith(database.url);
    });
  });
}

function placeWith(url: string | null): TestPlace {
  const home = temporaryFolder();
  return { home, url, file: join(home, "proxx.sqlite") };
}
