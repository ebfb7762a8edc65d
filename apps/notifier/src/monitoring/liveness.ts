import type { Cluster, Redis } from 'ioredis';
import type { Config } from '../config.ts';

export interface Silence {
  /** Runs a job: its begin and its end are signs of life. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs what must not be cut off, however long it takes: the note in MySQL of what a receiver has accepted. Until it is done
   * the notifier is not silent: started again it would not know, and the message would be sent a second time.
   */
  keeping<T>(work: () => Promise<T>): Promise<T>;
  /** Whether jobs were waiting for `silentAfterMs`, each time they were counted, and none was begun or ended meanwhile. */
  isSilent(): boolean;
  stop(): void;
}

/**
 * Notices a notifier whose process is alive and does nothing: a worker that lost its place at the queue, or whose jobs all
 * hang. It is not silent while nothing waits, nor while Redis does not answer: then there is nothing it could do, and being
 * started again would not help; nor while MySQL is away and it has something to note there. A notifier that waits for MySQL
 * with nothing sent is silent in the end, and loses nothing by being started again.
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
      // No answer since the last look, or the whole process stood still (a suspended machine): nothing is known.
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
