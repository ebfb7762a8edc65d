const TRIES = 20;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;

/**
 * Does `work`, one statement or transaction that leaves nothing behind when it fails, again where it was chosen as a
 * deadlock's victim: on MariaDB that happens to DDL too, beside writers. `undo` comes after each failure.
 */
export async function repeatDeadlocked<T>(
  work: () => Promise<T>,
  undo: () => Promise<void> = async () => {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      await undo();
      const { errno } = error as { errno?: number };
      if (tries === TRIES || (errno !== DEADLOCK && errno !== LOCK_WAIT_TIMEOUT)) throw error;
    }
  }
}
