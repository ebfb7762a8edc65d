import { type Instant, MINUTE, resolveAt } from '@kanban/domain';
import type { Deps } from '../deps.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { type AskedStream, askedStream } from './asked-stream.ts';

/**
 * The stream asked for, and the instant to look at. By default that is the last whole minute or, if it is later, the instant
 * after the stream's last move: everybody who asks within a minute gets one answer. Throws Refused and InvalidInput.
 */
export async function askedAt(
  snapshot: Snapshot,
  deps: Deps,
  query: { stream: string; at?: string | undefined },
): Promise<AskedStream & { at: Instant }> {
  const asked = await askedStream(snapshot, deps, query.stream);
  const { stream, now } = asked;
  if (query.at !== undefined) return { ...asked, at: resolveAt(query.at, now) };
  if (snapshot.asOf !== undefined) return { ...asked, at: now };
  const minute = Math.floor(now / MINUTE) * MINUTE;
  // A log that was imported may be ahead of the clock.
  return { ...asked, at: Math.max(minute, Math.min(now, (stream.lastAt ?? 0) + 1)) };
}
