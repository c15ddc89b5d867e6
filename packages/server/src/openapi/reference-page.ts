import type { Route } from "../http/route.ts";

/** The reference for people: what `/openapi.json` says, as a page that needs no script and nothing of another host. */
export function referencePage(
  routes: readonly Route[],
  { version, serverUrl }: { version: string; serverUrl: string },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Proxx ${escape(version)}: what can be asked</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<header>
<h1>Proxx <small>${escape(version)}</small></h1>
<p>Plans over HTTP at <code>${escape(serverUrl)}</code>. The same as a document: <a href="/openapi.json">/openapi.json</a>.
Refusals are <code>application/problem+json</code> with <code>code</code>, <code>hint</code> and every issue.</p>
<pre>curl -H 'content-type: application/json' ${escape(serverUrl)}/api/execute \\
  -d '{"jobs":[{"id":"job1","type":"generate","params":{"prompt":"A tent in the rain","duration":2},"output":"$job1"}]}'</pre>
</header>
<main>
${routes.map(sectionOf).join("\n")}
</main>
</body>
</html>
`;
}

export const REFERENCE_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; }
section { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0 1rem; }
h2 { font-size: 1.05rem; } h2 b { display: inline-block; min-width: 3.5rem; }
table { border-collapse: collapse; } td { padding: .15rem 1rem .15rem 0; vertical-align: top; }
`;

function sectionOf(route: Route): string {
  const { method, path, summary, description = "", open = false, headers = {}, query, body, answers } = route;
  const asked =
    query === null ? [] : Object.entries(query.shape).map(([name, schema]) => [`?${name}`, wordsOf(schema)]);
  const taken = body === undefined ? [] : [["body", `${body.mediaType}${named(body.schema)}`]];
  const given = Object.entries(answers).map(([status, answer]) => [
    status,
    `${answer.description}${named(answer.schema)}`,
  ]);
  const rows = [...asked, ...Object.entries(headers), ...taken, ...given];
  return `<section id="${escape(anchorOf(method, path))}">
<h2><b>${method}</b> <code>${escape(path)}</code></h2>
<p>${marked(summary)}${open ? " (without a key too)" : ""}. ${marked(description)}</p>
<table>
${rows.map(([name = "", words = ""]) => `<tr><td><code>${escape(name)}</code></td><td>${marked(words)}</td></tr>`).join("\n")}
</table>
</section>`;
}

function wordsOf(schema: { meta?: () => { description?: string | undefined } | undefined }): string {
  return schema.meta?.()?.description ?? "";
}

function named(schema: string | undefined): string {
  return schema === undefined ? "" : ` (\`${schema}\`)`;
}

function anchorOf(method: string, path: string): string {
  return `${method}${path}`.toLowerCase().replace(/\W+/g, "-");
}

/** What stands between backticks is code. */
function marked(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
