// What a job that asks a model has noted down, as its next run finds it. What an earlier version noted down in another form
// is nothing.
import type { ProviderApiKeys } from "@proxx/contract";
import type { Providers, RememberedRun, SentRequest } from "@proxx/providers";
import { z } from "zod";

const runSchema = z.object({
  provider: z.string(),
  id: z.string(),
  model: z.string().optional(),
  submittedAtMs: z.number().optional(),
  unanswered: z.number().optional(),
  /** Whether it has been told already what came of it, so that a job that asks once more does not tell it again. */
  isAnswered: z.boolean().optional(),
});
export type NotedRun = RememberedRun & Pick<z.output<typeof runSchema>, "isAnswered">;

/** The run that was begun at a provider. */
export function notedRun(note: unknown): NotedRun | null {
  return runSchema.safeParse(note).data ?? null;
}

/** Ends it, where one was. */
export async function cancelNotedRun(
  note: unknown,
  providers: Pick<Providers, "cancel">,
  providerApiKeys: ProviderApiKeys,
): Promise<void> {
  const run = notedRun(note);
  if (run !== null) await providers.cancel(run, providerApiKeys);
}

const sendingSchema = z.object({
  provider: z.string(),
  isSubmitting: z.literal(true),
  sent: z.object({ atMs: z.number(), digest: z.string() }),
});

/** What was about to be sent when the process went that was to note down what came of it. */
export function notedSending(note: unknown, provider: string): SentRequest | null {
  const noted = sendingSchema.safeParse(note).data;
  return noted?.provider === provider ? noted.sent : null;
}

const refusalsSchema = z.object({ provider: z.string(), refusals: z.number() });

/** How often a provider has said already that it is asked too much. */
export function notedRefusals(note: unknown, provider: string): number {
  const noted = refusalsSchema.safeParse(note).data;
  return noted?.provider === provider ? noted.refusals : 0;
}
