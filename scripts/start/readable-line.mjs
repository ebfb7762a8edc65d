/** @type {Readonly<Record<number, string>>} */
const LEVELS = { 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' };

/**
 * A log line as a person wants it in a terminal: the apps write JSON (pino), most of which is for machines.
 * @param {string} line
 */
export function readableLine(line) {
  if (!line.startsWith('{')) return line;
  try {
    const { level, msg, err, ...rest } = JSON.parse(line);
    if (msg === undefined) return line;
    const { time, pid, hostname, name, ...fields } = rest;
    const details = Object.entries(fields).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const reason = err?.message && err.message !== msg ? [`(${err.message})`] : [];
    return [`${LEVELS[level] ?? ''}${msg}`, ...reason, ...details].join(' ');
  } catch {
    return line;
  }
}
