import { InvalidInput, resolveTimeZone } from '@kanban/domain';
import { isEndpointChannel, topicMatches, topics } from '@kanban/notifications';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { readQueues, readStreams } from '../history/streams.ts';
import type { Subscription } from './subscriptions.ts';

/**
 * Refuses subscriptions that the triggers accept but that could never match: an unknown topic, queue, zone or endpoint.
 * Throws Refused, naming the existing ones.
 */
export async function checkSubscription(
  pool: Pool,
  { topic, stream, queue, timeZone, channel, recipient }: Subscription,
  { isTopicOwn }: { isTopicOwn: boolean },
): Promise<void> {
  const known = Object.keys(topics);
  if (!isTopicOwn && !known.some((each) => topicMatches(topic, each))) {
    throw new Refused(
      `No event of the board has the topic ${topic}; there are: ${known.join(', ')}. With --own-topic it is taken as it stands.`,
    );
  }
  const streams = await readStreams(pool, stream ?? undefined);
  if (queue !== null) {
    const names = new Set<string>();
    for (const { name } of streams) for (const each of await readQueues(pool, name)) names.add(each.name);
    if (!names.has(queue)) {
      const where = stream ?? 'any value stream';
      throw new Refused(
        `There is no queue ${queue} in ${where}; there are: ${[...names].join(', ') || 'none'}.`,
      );
    }
  }
  if (timeZone !== null) checkZone(timeZone);
  if (isEndpointChannel(channel)) {
    const [rows] = await pool.query<RowDataPacket[]>(
      'SELECT name FROM endpoints WHERE channel = ? ORDER BY name',
      [channel],
    );
    const names = rows.map(({ name }) => String(name));
    if (!names.some((name) => name.toLowerCase() === recipient?.toLowerCase())) {
      throw new Refused(
        `There is no ${channel} endpoint ${recipient}; there are: ${names.join(', ') || 'none'}. \`kanban endpoints add\` makes one.`,
      );
    }
  }
}

function checkZone(name: string): void {
  try {
    resolveTimeZone(name);
  } catch (error) {
    if (error instanceof InvalidInput) {
      throw new Refused(
        `There is no time zone ${name}; it is a name of the IANA database, such as Europe/Berlin or UTC.`,
      );
    }
    throw error;
  }
}
