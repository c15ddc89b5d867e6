import { readFileSync } from "node:fs";

/** What this process and all that it has run and waited for have computed; 0 where there is no `/proc` to say so. */
export function cpuSeconds(): number {
  const TICKS_IN_A_SECOND = 100;
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    // The name stands in brackets and may have spaces in it; user and system time, own and children's, are 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / TICKS_IN_A_SECOND;
  } catch {
    return 0;
  }
}
