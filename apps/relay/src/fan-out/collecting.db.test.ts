import { endOfQuiet, HOUR, type Instant, nextDigest, type QuietHours, SECOND } from '@kanban/domain';
import { settleEvents, settleMembers } from '@kanban/ledger';
import { createPool, sqlInstant } from '@kanban/schema';
import { serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import fc from 'fast-check';
import type { Pool } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';
import { fanOut } from './fan-out.ts';

const WINDOW = 60 * SECOND;
const zone = 'Europe/Berlin';
/** The evening before the clocks of Berlin go back. */
const START = Date.parse('2026-10-24T18:00:00Z') * 1000;

interface Reader {
  readonly recipient: string;
  readonly quiet?: QuietHours;
  readonly digest?: string;
}

const readers: readonly Reader[] = [
  { recipient: 'now@x.test' },
  { recipient: 'night@x.test', quiet: { from: '22:00', until: '07:00', timeZone: zone } },
  { recipient: 'hourly@x.test', digest: 'hourly' },
  {
    recipient: 'daily@x.test',
    digest: 'daily 02:30',
    quiet: { from: '01:00', until: '06:00', timeZone: zone },
  },
];

interface Happening {
  readonly topic: string;
  readonly queue: string;
}
interface Step {
  readonly afterSeconds: number;
  readonly events: readonly Happening[];
}

const happening: fc.Arbitrary<Happening> = fc.record({
  topic: fc.constantFrom('queue.slot_available', 'queue.overloaded', 'work_item.blocked'),
  queue: fc.constantFrom('test', 'uat'),
});
const step: fc.Arbitrary<Step> = fc.record({
  afterSeconds: fc.constantFrom(0, 1, 25, 59, 60, 61, 119, 121, 600, 3_600, 14_000),
  events: fc.array(happening, { maxLength: 5 }),
});

/** A message that went out: when, and which events it tells of. */
interface Told {
  readonly recipient: string;
  readonly at: Instant;
  readonly events: readonly number[];
}

describe.each(serviceDatabases())('collecting on $name', (server) => {
  let scene: RelayScene;
  /** One connection, whose clock the test sets. */
  let pool: Pool;

  beforeAll(async () => {
    scene = await setRelayScene(server, { RELAY_BATCH_SIZE: '500' });
    pool = createPool(scene.database.url, { isolation: 'READ COMMITTED', connectionLimit: 1 });
  });
  beforeEach(async () => {
    await scene.clear();
    await subscribe();
  });
  afterAll(async () => {
    await pool.end();
    await scene.close();
  });

  async function subscribe(): Promise<void> {
    await scene.rows(
      'INSERT INTO subscriptions (recipient, digest, quiet_from, quiet_until, time_zone) VALUES ?',
      [
        readers.map(({ recipient, digest, quiet }) => [
          recipient,
          digest ?? null,
          quiet?.from ?? null,
          quiet?.until ?? null,
          zone,
        ]),
      ],
    );
  }
  const setClock = (now: Instant) => pool.query('SET timestamp = ?', [now / SECOND]);

  /** Sends what is due by then, as a notifier that never fails: each at its time. */
  async function sendDue(until: Instant, atOnce: readonly number[], told: Told[]): Promise<void> {
    const due = await scene.rows(
      `SELECT id, event_id, recipient, due_at, is_digest, carries FROM deliveries
       WHERE state = 'pending' AND (id IN (?) OR (due_at <= ? AND id NOT IN (?))) ORDER BY due_at, id`,
      [[0, ...atOnce], sqlInstant(until), [0, ...atOnce]],
    );
    for (const { id, event_id, recipient, due_at, is_digest, carries } of due) {
      const at = atOnce.includes(id) ? until : due_at;
      const members = await scene.rows(
        "SELECT event_id FROM deliveries WHERE carried_by = ? AND state = 'collected'",
        [id],
      );
      expect(members).toHaveLength(is_digest ? carries : 0);
      told.push({
        recipient,
        at,
        events: [event_id, ...members.map((each) => each.event_id)].sort(byNumber),
      });
      await scene.rows(
        "UPDATE deliveries SET state = 'sent', message_id = 'm', settled_at = ? WHERE id = ?",
        [sqlInstant(at), id],
      );
      await settleMembers(scene.database.pool, [id], 5_000);
    }
  }

  async function run(steps: readonly Step[]): Promise<{ told: Told[]; events: Happened[] }> {
    const told: Told[] = [];
    const events: Happened[] = [];
    let now = START;
    for (const { afterSeconds, events: happenings } of steps) {
      now += afterSeconds * SECOND;
      await sendDue(now, [], told);
      await setClock(now);
      for (const { topic, queue } of happenings) {
        const id = await scene.writeEvent({ value_stream: 'main', queue_name: queue }, topic);
        events.push({ id, at: now, topic, queue });
      }
      const { deliveries } = await fanOut(pool, scene.config, scene.log);
      await sendDue(
        now,
        deliveries.map(({ deliveryId }) => deliveryId),
        told,
      );
    }
    await sendDue(now + 48 * HOUR, [], told);
    return { told, events };
  }

  it('sends each message once, at its time, or names the later one that superseded it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await scene.clear();
        await subscribe();
        const { told, events } = await run(steps);
        expect(sorted(told)).toEqual(sorted(readers.flatMap((reader) => naively(reader, events))));

        const deliveries = await scene.rows('SELECT * FROM deliveries');
        expect(deliveries).toHaveLength(events.length * readers.length);
        const byId = new Map(deliveries.map((each) => [each.id, each]));
        for (const delivery of deliveries.filter(({ state }) => state !== 'sent')) {
          const later = byId.get(delivery.superseded_by);
          expect([delivery.state, delivery.superseded_reason]).toEqual(['superseded', 'later news']);
          expect(later).toMatchObject({ recipient: delivery.recipient, burst_key: delivery.burst_key });
          expect(later?.event_id).toBeGreaterThan(delivery.event_id);
        }
        await settleEvents(
          scene.database.pool,
          events.map(({ id }) => id),
          5_000,
        );
        expect(await scene.rows('SELECT id FROM outbox_events WHERE processed_at IS NULL')).toEqual([]);
      }),
      { numRuns: 12, seed: 20_261_122 },
    );
  }, 60_000);

  it('begins a burst, or a digest, once, however many relays come upon it at the same time', async () => {
    for (let n = 0; n < 40; n++) {
      await scene.writeEvent({ value_stream: 'main', queue_name: 'test' }, 'queue.overloaded');
    }
    const small = { ...scene.config, batchSize: 5 };
    const relays = () => Promise.all([1, 2, 3, 4].map(() => fanOut(scene.pool, small, scene.log)));
    await relays();
    await relays();
    const counts = await scene.rows(
      `SELECT recipient, state, COUNT(*) AS count FROM deliveries
       WHERE recipient IN ('now@x.test', 'hourly@x.test') GROUP BY recipient, state ORDER BY recipient, state + 0`,
    );
    expect(counts.map(({ recipient, state, count }) => `${recipient} ${state} ${count}`)).toEqual([
      'hourly@x.test pending 1',
      'hourly@x.test collected 39',
      'now@x.test pending 2',
      'now@x.test superseded 38',
    ]);
  });

  it('uses UTC for an invalid zone, and sends all the same', async () => {
    await writePastTriggers(
      scene.database.pool,
      'subscriptions',
      "UPDATE subscriptions SET time_zone = 'Mars/Olympus'",
    );
    await scene.writeEvent({ value_stream: 'main' }, 'work_item.blocked');
    await fanOut(scene.pool, scene.config, scene.log);
    const [row] = await scene.rows("SELECT due_at FROM deliveries WHERE recipient = 'daily@x.test'");
    expect(new Date(Number(row?.due_at) / 1000).toISOString()).toMatch(/T06:00:00/);
  });

  it('tells the people a role means, at the address in members', async () => {
    await scene.rows('DELETE FROM subscriptions');
    await scene.rows("INSERT INTO work_items (reference) VALUES ('17')");
    const [item] = await scene.rows("SELECT SUBSTRING_INDEX(created_by, '@', 1) AS login FROM work_items");
    await scene.rows('INSERT INTO members (name, email) VALUES ?', [
      [
        [item?.login, 'logger@x.test'],
        ['bo', 'bo@x.test'],
        ['cy', ''],
      ],
    ]);
    await scene.rows(
      "INSERT INTO stream_managers (value_stream, member) VALUES ('main', 'bo'), ('main', 'cy')",
    );
    await scene.rows(
      "INSERT INTO subscriptions (topic, role) VALUES ('a', 'logger'), ('b', 'assignee'), ('c', 'manager')",
    );
    const heard = async (topic: string, payload: unknown) => {
      const id = await scene.writeEvent(payload, topic);
      await fanOut(scene.pool, scene.config, scene.log);
      const rows = await scene.rows('SELECT recipient FROM deliveries WHERE event_id = ?', [id]);
      return rows.map(({ recipient }) => recipient);
    };
    expect(await heard('a', { reference: '17' })).toEqual(['logger@x.test']);
    expect(await heard('b', { assignee: 'bo' })).toEqual(['bo@x.test']);
    expect(await heard('b', { assignee: 'dee@x.test' })).toEqual(['dee@x.test']);
    expect(await heard('b', { assignee: 'cy', notify_email: 'else@x.test' })).toEqual(['else@x.test']);
    expect(await heard('c', { value_stream: 'main' })).toEqual(['bo@x.test']);
  });
});

interface Happened extends Happening {
  readonly id: number;
  readonly at: Instant;
}

/** What a reader is to be told, thought through for one reader and one queue at a time, without any ledger. */
function naively({ recipient, quiet, digest }: Reader, events: readonly Happened[]): Told[] {
  const loud = (at: Instant) => (quiet ? endOfQuiet(at, quiet) : at);
  if (digest !== undefined) {
    const digests: { at: Instant; events: number[] }[] = [];
    for (const { id, at } of events) {
      const open = digests.at(-1);
      if (open && at < open.at) open.events.push(id);
      else digests.push({ at: loud(nextDigest(at, digest, zone)), events: [id] });
    }
    return digests.map((each) => ({ recipient, ...each }));
  }
  const bursts = Map.groupBy(events, ({ id, topic, queue }) =>
    topic.startsWith('queue.') ? `${topic} ${queue}` : `alone ${id}`,
  );
  return [...bursts.values()].flatMap((burst) => {
    const told: { at: Instant; events: number[] }[] = [];
    for (const { id, at } of burst) {
      const last = told.at(-1);
      // The last message has not gone out yet: this news is in it instead.
      if (last && at < last.at) last.events = [id];
      else told.push({ at: loud(last && at < last.at + WINDOW ? last.at + WINDOW : at), events: [id] });
    }
    return told.map((each) => ({ recipient, ...each }));
  });
}

function sorted(told: readonly Told[]): string[] {
  return told.map(({ recipient, at, events }) => `${recipient} ${sqlInstant(at)} ${events}`).sort();
}

function byNumber(a: number, b: number): number {
  return a - b;
}
