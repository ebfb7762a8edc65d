import type { Cluster, Redis } from 'ioredis';
import type { Config } from '../config.ts';

export interface Silence {
  /** Runs a job; its start and its end are signs of life. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs work that must not be cut off, however long it takes: noting in MySQL what a receiver has accepted. Until then
   * the notifier does not count as silent, because after a restart the message would be sent a second time.
   */
  keeping<T>(work: () => Promise<T>): Promise<T>;
  /** Whether jobs waited at every count for `silentAfterMs`, and none began or ended meanwhile. */
  isSilent(): boolean;
  stop(): void;
}

/**
 * Detects a notifier whose process is alive but does nothing: its worker lost the queue, or all its jobs hang. It is
 * not silent while nothing waits, while Redis does not answer (a restart would not help), or while it has something to
 * note and MySQL is away. A notifier that waits for MySQL with nothing sent becomes silent after a while, and loses
 * nothing by a restart.
 */
export function watchSilence({
  countWaiting,
  silentAfterMs,
}: {
  countWaiting: () => Promise<number>;
  silentAfterMs: number;
}): Silence {
  const lookEveryMs = Math.max(silentAfterMs / 10, 100);
  let aliveAt = performance.now();
  let lookedAt = aliveAt;
  let isAsking = false;
  let kept = 0;

  async function look(): Promise<void> {
    const wasStopped = performance.now() - lookedAt > 3 * lookEveryMs;
    lookedAt = performance.now();
    if (isAsking || wasStopped) {
      // No answer since the last check, or the whole process was suspended: nothing is known.
      aliveAt = performance.now();
      return;
    }
    isAsking = true;
    try {
      if ((await countWaiting()) === 0) aliveAt = performance.now();
    } catch {
      aliveAt = performance.now();
    } finally {
      isAsking = false;
    }
  }
  const timer = setInterval(look, lookEveryMs).unref();

  return {
    async during(work) {
      aliveAt = performance.now();
      try {
        return await work();
      } finally {
        aliveAt = performance.now();
      }
    },
    async keeping(work) {
      kept++;
      try {
        return await work();
      } finally {
        kept--;
        aliveAt = performance.now();
      }
    },
    isSilent: () => kept === 0 && performance.now() - aliveAt > silentAfterMs,
    stop: () => clearInterval(timer),
  };
}

/** Jobs of this notifier's channels that nobody has taken, as BullMQ keeps them in Redis. */
export async function countWaiting(
  redis: Redis | Cluster,
  { channels, queuePrefix }: Pick<Config, 'channels' | 'queuePrefix'>,
): Promise<number> {
  const counts = await Promise.all(channels.map((channel) => redis.llen(`${queuePrefix}:${channel}:wait`)));
  return counts.reduce((sum, count) => sum + count, 0);
}
