import { readFileSync } from 'node:fs';

/**
 * Calls `stop(signal)` once, at the first Ctrl-C, SIGTERM or SIGHUP, and when npm, which started this script,
 * is gone without having said so (kill -9).
 * @param {(signal: NodeJS.Signals) => void} stop
 */
export function whenStopped(stop) {
  let called = false;
  /** @param {NodeJS.Signals} signal */
  const once = (signal) => {
    if (called) return;
    called = true;
    clearInterval(timer);
    stop(signal);
  };
  const before = ancestors();
  const timer = setInterval(() => {
    if (process.env.npm_execpath && ancestors() !== before) once('SIGTERM');
  }, 1_000);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => once(signal));
}

/** The parent and its parent, as text: npm runs a script by way of a shell, which outlives a killed npm. */
function ancestors() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8');
    return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(status)?.[1]}`;
  } catch {
    return String(process.ppid);
  }
}
