/** The zone of the stream first, then the browser's, then all there are. */
export function zoneOptions(
  ofStream: string | undefined,
  chosen: string | null,
): (readonly [string, string])[] {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const near = [...new Set([chosen ?? '', mine, 'UTC'])].filter((zone) => zone !== '');
  const rest = Intl.supportedValuesOf('timeZone').filter((zone) => !near.includes(zone));
  return [
    ['', ofStream ? `${ofStream} (the stream’s)` : 'The stream’s'],
    ...near.map((zone) => [zone, zone === mine ? `${zone} (yours)` : zone] as const),
    ...rest.map((zone) => [zone, zone] as const),
  ];
}
