import { testServers } from '@kanban/schema/testing';
import { connectRedis } from '@kanban/service/redis';
import { Queue } from 'bullmq';
import { expect, it } from 'vitest';
import { countWaiting } from './liveness.ts';

it('counts the jobs that wait in the queues of its own channels', async () => {
  const queuePrefix = `{liveness-${process.pid}}`;
  const redis = connectRedis(testServers().redisUrl, { name: 'liveness' });
  const email = new Queue('email', { connection: redis, prefix: queuePrefix });
  const slack = new Queue('slack', { connection: redis, prefix: queuePrefix });
  try {
    expect(await countWaiting(redis, { channels: ['email'], queuePrefix })).toBe(0);
    await email.addBulk([1, 2].map((deliveryId) => ({ name: 'deliver', data: { deliveryId } })));
    // One that is for later is no work yet.
    await email.add('deliver', {}, { delay: 60_000 });
    await slack.add('deliver', {});
    expect(await countWaiting(redis, { channels: ['email'], queuePrefix })).toBe(2);
    expect(await countWaiting(redis, { channels: ['email', 'slack'], queuePrefix })).toBe(3);
  } finally {
    await email.obliterate({ force: true });
    await slack.obliterate({ force: true });
    await Promise.all([email.close(), slack.close()]);
    redis.disconnect();
  }
});
