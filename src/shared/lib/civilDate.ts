// A day of the calendar where people are, whatever the hour is in UTC.

/** "2026-11-24"; `timeZone` by its IANA name. */
export const civilDate = (at: Date, timeZone: string): string =>
  // Swedes write a date as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
