import type { Plan } from "@proxx/contract";
import { CodeBlock } from "../parts/code-block.tsx";
import { words } from "../words/words.ts";

export function PlanView({ plan }: { plan: Plan | null }) {
  if (plan === null) return <p class="soft">{words.value.shell.loading}</p>;
  return <CodeBlock title="JSON" text={JSON.stringify(plan, null, 2)} />;
}
