/** Days, as they are written in an address, as moments of this browser's time zone. Pure. */
export interface Days {
  /** Such as `2026-11-29`; null for no beginning. */
  readonly from: string | null;
  /** The last one; null for no end. */
  readonly to: string | null;
}

/** What no day is written like is none. */
export function readDay(text: string | undefined): string | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  return Number.isNaN(Date.parse(text)) ? null : text;
}

export function momentsOf({ from, to }: Days): { createdFrom?: Date; createdBefore?: Date } {
  return {
    ...(from === null ? {} : { createdFrom: new Date(`${from}T00:00`) }),
    ...(to === null ? {} : { createdBefore: dayAfter(to) }),
  };
}

export function isWithin(time: string, days: Days): boolean {
  const { createdFrom, createdBefore } = momentsOf(days);
  const at = Date.parse(time);
  return at >= (createdFrom?.getTime() ?? -Infinity) && at < (createdBefore?.getTime() ?? Infinity);
}

/** Days are not all of 24 hours. */
function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date;
}
