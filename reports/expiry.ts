/** @module Days on which waivers and disputes end. A day is `YYYY-MM-DD` in UTC. */

/** From so many days before its end on, an expiry is announced. @internal */
export const SOON_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a text names a day that exists: 30 February does not. @internal */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day of a moment. @internal */
export function dayOf(moment: Date | string): string {
  return (typeof moment === 'string' ? moment : moment.toISOString()).slice(0, 10);
}

/** How many days are left after this one: 0 on the last, less than 0 afterwards. @internal */
export function daysLeft(expires: string, today: string): number {
  return Math.round(
    (Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS,
  );
}
