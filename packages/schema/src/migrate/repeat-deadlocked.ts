import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 20;
const PATIENCE_MS = 60_000;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
/** A look into information_schema met a table that somebody's DDL had in hand. */
const TABLE_SKIPPED = 1684;
const again: readonly unknown[] = [DEADLOCK, LOCK_WAIT_TIMEOUT, TABLE_SKIPPED];

/**
 * Does `work`, one statement or transaction that leaves nothing behind when it fails, again where it was chosen as a
 * deadlock's victim, often enough and long enough: beside busy writers MariaDB chooses DDL nine times in ten. `undo` comes
 * after each failure.
 */
export async function repeatDeadlocked<T>(
  work: () => Promise<T>,
  undo: () => Promise<void> = async () => {},
): Promise<T> {
  const begun = Date.now();
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      await undo();
      const { errno } = error as { errno?: number };
      if (!again.includes(errno)) throw error;
      if (tries >= TRIES && Date.now() - begun > PATIENCE_MS) throw error;
      await pause(Math.random() * 20);
    }
  }
}
