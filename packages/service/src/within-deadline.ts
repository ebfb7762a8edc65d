/**
 * Returns the result of `work`, or after `deadlineMs` what `overdue` returns or throws. The work is not stopped;
 * `overdue` may do that.
 */
export async function withinDeadline<T>(deadlineMs: number, work: Promise<T>, overdue: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  }).then(overdue);
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
  }
}
