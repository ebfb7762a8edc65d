import type { Context } from 'hono';
import type { PoolConnection } from 'mysql2/promise';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { requireRight } from '../people/rights.ts';
import { type WriteRequest, write } from '../write/write.ts';

interface Asked extends Pick<WriteRequest, 'reason' | 'fastTrack'> {
  readonly right: Parameters<typeof requireRight>[1];
  readonly key: string;
  /** What distinguishes this request from others: the checked body, and headers that count. */
  readonly what?: unknown;
}

/** Writes as the person who asks, once for each key, and answers. Throws Refused without the right. */
export async function respondWithWrite<Answer extends object>(
  c: Context<AppEnv>,
  deps: Deps,
  { right, key, what, reason, fastTrack }: Asked,
  work: (connection: PoolConnection) => Promise<Answer>,
) {
  const person = requireRight(c.get('person'), right);
  const request = JSON.stringify([c.req.method, c.req.path, what ?? null]);
  const { answer, isReplayed } = await write(
    deps,
    { person: person.name, key, request, reason, fastTrack },
    work,
  );
  c.header('Cache-Control', 'no-store');
  if (isReplayed) {
    deps.measurements.replays.inc();
    c.header('Idempotency-Replayed', 'true');
  }
  return answer;
}
