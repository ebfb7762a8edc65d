/**
 * Calls `stop(signal)` once, at the first Ctrl-C, SIGTERM or SIGHUP, and when npm, which started this script,
 * is gone without having said so (kill -9).
 */
export function whenStopped(stop) {
  let called = false;
  const once = (signal) => {
    if (called) return;
    called = true;
    clearInterval(timer);
    stop(signal);
  };
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.env.npm_execpath && process.ppid !== parent) once('SIGTERM');
  }, 1_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => once(signal));
}
