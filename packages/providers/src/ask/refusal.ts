// What the providers and the models behind them say when their filters strike; they have no common code for it.
const REFUSAL =
  /nsfw|moderat|content[ _-]?polic|safety (system|filter|checker|settings)|responsible ai|flagged|sensitive (content|information|words)|\(E005\)|prohibited|violat\w+ (our|the|google|openai|usage|content)|inappropriate|disallowed content/i;

/** Whether a reason is the provider's refusal to make such a thing, rather than a failure to. */
export function isRefusal(reason: string): boolean {
  return REFUSAL.test(reason);
}
