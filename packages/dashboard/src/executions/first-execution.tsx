import { serverUrl } from "../live/server.ts";
import { session } from "../live/session.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { curlCommand } from "../execution/copy-as.ts";
import { words } from "../words/words.ts";

const PLAN = {
  jobs: [
    { id: "day", type: "generate", params: { prompt: "A tent at noon", duration: 2 }, output: "$day" },
    { id: "night", type: "generate", params: { prompt: "A tent at night", duration: 2 }, output: "$night" },
    { id: "film", type: "merge", params: { transition: "crossfade" }, dependsOn: ["day", "night"], output: "$film" },
  ],
};

/** What to do where nothing has been done yet: a request to paste, with the address of this very server. */
export function FirstExecution() {
  const { list } = words.value;
  const needsKey = session.value.needsKey === true;
  const options = `{ apiUrl: "${serverUrl}"${needsKey ? ', apiKey: "proxx_…"' : ""} }`;
  const program = [
    'import { compose, generateVideo, merge } from "@proxx/sdk";',
    "",
    'const day = generateVideo({ prompt: "A tent at noon", duration: 2 });',
    'const night = generateVideo({ prompt: "A tent at night", duration: 2 });',
    `const { result } = await compose(day, night, merge({ transition: "crossfade" })).execute(${options});`,
  ].join("\n");
  return (
    <EmptyState icon="list" title={list.empty} hint={list.emptyHint}>
      <CodeBlock title="curl" text={curlCommand(serverUrl, PLAN, needsKey)} />
      <CodeBlock title="TypeScript" text={program} />
    </EmptyState>
  );
}
