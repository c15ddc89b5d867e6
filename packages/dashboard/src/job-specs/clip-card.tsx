import type { ClipResult } from "@proxx/contract";
import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icon.tsx";
import { StateMark, type State } from "../parts/state-mark.tsx";
import { words } from "../words/words.ts";

const STATES: Readonly<Record<ClipResult["status"], State>> = {
  COMPLETED: "completed",
  FAILED: "failed",
  SKIPPED: "skipped",
};

/** What became of one source: where it is, what was checked of it, what was given up. */
export function ClipCard({ clip, children }: { clip: ClipResult; children?: ComponentChildren }) {
  const { jobSpecs } = words.value;
  const { source_path: source, output_path: output, status, failure_detail: failure, verification, losses } = clip;
  return (
    <section class="card detail">
      <div class="run-title">
        <StateMark state={STATES[status]} pill />
        <h3 class="mono grow">{source}</h3>
      </div>
      {output !== null && (
        <p class="small">
          <span class="soft">{jobSpecs.output}:</span> <span class="mono">{output}</span>
        </p>
      )}
      {children}
      {failure !== null && (
        <div class="alert">
          <h2>{failure}</h2>
          {clip.failure_code !== null && <code>{clip.failure_code}</code>}
        </div>
      )}
      {verification.length > 0 && (
        <div class="scroller" tabIndex={0} role="region" aria-label={jobSpecs.verification}>
          <table class="table">
            <caption class="hidden-text">{jobSpecs.verification}</caption>
            <thead>
              <tr>
                <th>{jobSpecs.result}</th>
                <th>{jobSpecs.check}</th>
                <th>{jobSpecs.expected}</th>
                <th>{jobSpecs.actual}</th>
              </tr>
            </thead>
            <tbody>
              {verification.map(({ check, expected, found, pass }) => (
                <tr key={check}>
                  <td>
                    <span class="mark" data-tone={pass ? "completed" : "failed"}>
                      <Icon name={pass ? "tick" : "cross"} />
                      {pass ? jobSpecs.passed : jobSpecs.notPassed}
                    </span>
                  </td>
                  <td class="mono">{check}</td>
                  <td class="small">{expected}</td>
                  <td class="small">{found}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {losses.length > 0 && (
        <details>
          <summary>
            {jobSpecs.losses} ({losses.length})
          </summary>
          <ul>
            {losses.map(({ property, from, to, reason }) => (
              <li key={property} class="small">
                <code>{property}</code>: {from} → {to}. {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
