import { ProxxError, type JobContext } from "@proxx/contract";

type Build = Readonly<Record<string, string>>;

/** What of a step's `build` is configured by an operator, and how it is called. */
const CONFIGURED = {
  writer: "The model that writes, or who speaks,",
  voices: "A voice",
  pictures: "The model that draws",
  brand: "The brand",
} as const;

/**
 * A worker may have been given another proxx.yaml than the server. What it would make with that is another thing than what was
 * asked for, and it would be found again by whoever asks for the same.
 */
export function requireAsDecided(here: Build, { build: decided }: Pick<JobContext, "build">): void {
  for (const [key, name] of Object.entries(CONFIGURED)) {
    if (here[key] === decided[key]) continue;
    throw new ProxxError(
      "input_unusable",
      `${name} is configured otherwise where this is made than where it was asked for.`,
      {
        hint: "Give the server and all of its workers the same proxx.yaml, with the same fonts and logos, start them anew, and run it again.",
      },
    );
  }
}
