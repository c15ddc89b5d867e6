/**
 * The complaints among ffmpeg's lines, without the addresses and levels that differ from run to run, and each as often as it
 * was made: ffmpeg writes one line and then how often it was repeated.
 */
export function createComplaints(isComplaint: (line: string) => boolean, limit = 1000) {
  const complaints: string[] = [];
  let last: string | null = null;
  return {
    complaints,
    read: (line: string): void => {
      const times = Number(/^\s*Last message repeated (\d+) times$/.exec(line)?.[1] ?? 0);
      if (times === 0) last = isComplaint(line) ? tidyComplaint(line) : null;
      if (last === null) return;
      const room = limit - complaints.length;
      complaints.push(...Array<string>(Math.min(room, Math.max(1, times))).fill(last));
    },
  };
}

/** A complaint as it is from run to run. */
export function tidyComplaint(line: string): string {
  return line
    .replaceAll(/ @ 0x[0-9a-f]+/g, "")
    .replace(/\[(error|fatal|panic)\] /, "")
    .slice(0, 500);
}

/** What of `complaints` is left when those `forgiven` are taken off, each as often as it stands there. */
export function withoutForgiven(complaints: readonly string[], forgiven: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of forgiven) left.set(line, (left.get(line) ?? 0) + 1);
  return complaints.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}
