/** `2030-01-02T09:30:00.000000Z` as `2030-01-02 09:30 UTC`; anything else as it is. */
export function utcMinute(instant: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(instant) ?? [];
  return day === undefined ? instant : `${day} ${minute} UTC`;
}
