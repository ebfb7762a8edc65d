/**
 * A value as one segment of a path, or null when no address can carry it: the parsers of addresses take `.` and `..`, also
 * when percent-encoded, for steps between folders.
 */
export function pathSegment(value: string): string | null {
  return value === '.' || value === '..' ? null : encodeURIComponent(value);
}
