import type { Finding } from "@proxx/contract";
import { Icon, type IconName } from "../parts/icon.tsx";
import type { Tone } from "../parts/state-mark.tsx";
import { words } from "../words/words.ts";

const LOOKS: Readonly<Record<Finding["state"], { icon: IconName; tone: Tone }>> = {
  ok: { icon: "tick", tone: "completed" },
  missing: { icon: "cross", tone: "failed" },
  optional: { icon: "bar", tone: "cancelled" },
};

/** What `proxx doctor` says of the server's machine. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { system, list } = words.value;
  return (
    <section class="section">
      <h2>{system.findings}</h2>
      <div class="card scroller" tabIndex={0} role="region" aria-label={system.findings}>
        <table class="table">
          <thead>
            <tr>
              <th>{list.status}</th>
              <th>{system.name}</th>
              <th>{system.found}</th>
              <th>{system.mend}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map(({ name, state, found, mend }) => (
              <tr key={name}>
                <td>
                  <span class="mark" data-tone={LOOKS[state].tone}>
                    <Icon name={LOOKS[state].icon} />
                    {system[state]}
                  </span>
                </td>
                <td>{name.trim()}</td>
                <td class="small">{found}</td>
                <td class="small soft">{mend ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
