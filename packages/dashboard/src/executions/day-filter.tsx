import { changeQuery } from "../shell/place.ts";
import { words } from "../words/words.ts";
import type { Days } from "./days.ts";

/** Of which days the list is. */
export function DayFilter({ days }: { days: Days }) {
  const { list } = words.value;
  return (
    <div class="days" role="group" aria-label={list.began}>
      {(["from", "to"] as const).map((end) => (
        <label key={end}>
          <span class="soft small">{list[end]}</span>
          <input
            class="field"
            type="date"
            value={days[end] ?? ""}
            max={end === "from" ? (days.to ?? undefined) : undefined}
            min={end === "to" ? (days.from ?? undefined) : undefined}
            onChange={({ currentTarget }) => changeQuery({ [end]: currentTarget.value, cursor: null })}
          />
        </label>
      ))}
    </div>
  );
}
