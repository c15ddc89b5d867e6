import { hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { RelativeTime } from "./relative-time.tsx";
import { StateMark, type State } from "./state-mark.tsx";

interface RunTableProps {
  label: string;
  /** What one of them is. */
  what: string;
  /** Where each has its page: below this. */
  path: string;
  runs: readonly { readonly id: string; status: State; progress: number; createdAt: string }[];
}

/** What runs or has run: how far each is, and the way to it. */
export function RunTable({ label, what, path, runs }: RunTableProps) {
  const { list, run } = words.value;
  return (
    <div class="card scroller" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            <th>{list.status}</th>
            <th>{what}</th>
            <th>{run.progress}</th>
            <th>{list.started}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ id, status, progress, createdAt }) => (
            <tr key={id}>
              <td>
                <StateMark state={status} />
              </td>
              <td>
                <a class="mono" href={hrefOf([path, id])}>
                  {id}
                </a>
              </td>
              <td style={{ minWidth: "8rem" }}>
                <ProgressBar value={progress} label={run.progress} />
              </td>
              <td>
                <RelativeTime time={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
