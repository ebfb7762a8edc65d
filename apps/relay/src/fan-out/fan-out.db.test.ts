import { claimEvents, claimEventsSql } from '@kanban/ledger';
import { serviceDatabases } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';

import { fanOut } from './fan-out.ts';

describe.each(serviceDatabases())('fan-out on $name', (server) => {
  let scene: RelayScene;

  beforeAll(async () => {
    scene = await setRelayScene(server, { RELAY_BATCH_SIZE: '10', RELAY_FAN_OUT_ATTEMPTS: '2' });
  });
  beforeEach(() => scene.clear());
  afterAll(() => scene.close());

  const run = () => fanOut(scene.pool, scene.config, scene.log);
  const events = () => scene.rows('SELECT * FROM outbox_events ORDER BY id');
  const recipients = async () =>
    (await scene.rows('SELECT recipient FROM deliveries ORDER BY recipient')).map((row) => row.recipient);

  it('writes a delivery for each subscriber and none for anyone else', async () => {
    await scene.rows('INSERT INTO subscriptions (topic, queue_name, recipient, is_active) VALUES ?', [
      [
        ['queue.*', 'test', 'b@x.test', true],
        ['*', null, 'a@x.test', true],
        ['*', 'uat', 'c@x.test', true],
        ['*', null, 'd@x.test', false],
      ],
    ]);
    await scene.writeEvent({ queue_name: 'test', notify_email: 'e@x.test' });
    expect(await run()).toMatchObject({ events: 1, deliveries: [{ round: 1 }, { round: 1 }] });
    expect(await recipients()).toEqual(['a@x.test', 'b@x.test']);
    expect((await events())[0]).toMatchObject({ processed_at: null, fanned_out_at: expect.any(Number) });
  });

  it('tells followers of each event of their item once, of none of others’, and of none they did', async () => {
    await scene.rows("INSERT INTO work_items (reference) VALUES ('a'), ('b'), ('c')");
    await scene.rows(
      `INSERT INTO members (name, email) VALUES
         ('ada', 'ada@x.test'), ('bob', 'bob@x.test'), ('bob@x.test', NULL), ('nora', NULL)`,
    );
    const names = ['ada', 'bob', 'bob@x.test', 'nora'];
    const addressOf: Record<string, string> = {
      ada: 'ada@x.test',
      bob: 'bob@x.test',
      'bob@x.test': 'bob@x.test',
    };
    // The actor as an event says it, and the member that it means.
    const actors = {
      ada: 'ada',
      'ada@10.0.0.5': 'ada',
      'bob@x.test': 'bob@x.test',
      'bob@y.test': 'bob',
      eve: '',
    };
    const follows = fc.uniqueArray(
      fc.record({ member: fc.constantFrom(...names), item: fc.constantFrom('a', 'b', 'c') }),
      { selector: ({ member, item }) => `${member} ${item}`, maxLength: 8 },
    );
    const happened = fc.array(
      fc.record({
        item: fc.constantFrom('a', 'b', 'c', 'no such item', undefined),
        actor: fc.constantFrom(...(Object.keys(actors) as (keyof typeof actors)[]), undefined),
        topic: fc.constantFrom('work_item.blocked', 'person.overloaded'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(follows, happened, async (followed, written) => {
        await scene.clear();
        for (const { member, item } of followed) {
          await scene.rows(
            "INSERT INTO subscriptions (topic, reference, member) VALUES ('work_item.*', ?, ?)",
            [item, member],
          );
        }
        const expected: string[] = [];
        for (const { item, actor, topic } of written) {
          const id = await scene.writeEvent({ reference: item, actor, notify_email: 'desk@x.test' }, topic);
          const told = followed
            .filter((each) => topic === 'work_item.blocked' && each.item === item)
            .filter(({ member }) => actor === undefined || actors[actor] !== member)
            .flatMap(({ member }) => addressOf[member] ?? []);
          // One message for an address, whoever it stands for; and nobody takes the desk's.
          expected.push(...[...new Set(told), 'desk@x.test'].map((address) => `${id} ${address}`));
        }
        while ((await run()).events > 0);
        const rows = await scene.rows('SELECT event_id AS event, recipient FROM deliveries');
        expect(rows.map(({ event, recipient }) => `${event} ${recipient}`).toSorted()).toEqual(
          expected.toSorted(),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('asks the settings of the database for the default recipient', async () => {
    await scene.rows("INSERT INTO settings (name, value) VALUES ('default_recipient', 'desk@x.test')");
    await scene.writeEvent({ queue_name: 'test' });
    await run();
    expect(await recipients()).toEqual(['desk@x.test']);
  });

  it('is done at once with an event nobody is to hear of', async () => {
    await scene.rows("INSERT INTO settings (name, value) VALUES ('default_recipient', '')");
    await scene.writeEvent({ queue_name: 'test' });
    expect((await run()).deliveries).toEqual([]);
    expect((await events())[0]?.processed_at).toEqual(expect.any(Number));
  });

  it('fans an event out once, also when its row is offered again', async () => {
    await scene.writeEvent({ notify_email: 'a@x.test' });
    await run();
    expect(await run()).toMatchObject({ events: 0, refused: 0, deliveries: [] });
    await scene.rows('UPDATE outbox_events SET fanned_out_at = NULL');
    await run();
    expect(await recipients()).toEqual(['a@x.test']);
  });

  it.each([
    ['text', 'a payload that is no object'],
    [{ notify_email: 7 }, 'a recipient that is no text'],
    [{ notify_email: `${'a'.repeat(300)}@x.test` }, 'a recipient the table refuses'],
  ])('notes why it gave up on %j: %s; the others go on', async (payload, _why) => {
    const first = await scene.writeEvent({ notify_email: 'first@x.test' });
    const bad = await scene.writeEvent(payload);
    const last = await scene.writeEvent({ notify_email: 'last@x.test' });
    expect(await run()).toMatchObject({ events: 3, refused: 1 });
    expect(await recipients()).toEqual(['first@x.test', 'last@x.test']);
    expect(await run()).toMatchObject({ events: 1, refused: 1 });
    expect(await run()).toMatchObject({ events: 0 });
    const [event] = await scene.rows('SELECT * FROM outbox_events WHERE id = ?', [bad]);
    expect(event).toMatchObject({
      attempts: 2,
      last_error: expect.any(String),
      processed_at: expect.any(Number),
    });
    const others = await scene.rows('SELECT last_error FROM outbox_events WHERE id IN (?)', [[first, last]]);
    expect(others.map((row) => row.last_error)).toEqual([null, null]);
  });

  it('lets bad events at the head never keep good ones waiting', async () => {
    for (let bad = 0; bad < 25; bad++) await scene.writeEvent([]);
    await scene.writeEvent({ notify_email: 'a@x.test' });
    for (let runs = 0; runs < 6; runs++) await run();
    expect(await recipients()).toEqual(['a@x.test']);
  });

  it('shares the events among relays: each is claimed by one of them', async () => {
    for (let number = 0; number < 40; number++) await scene.writeEvent({ notify_email: `p${number}@x.test` });
    const claimed = (await Promise.all([run(), run(), run(), run()])).map((each) => each.events);
    expect(claimed).toEqual([10, 10, 10, 10]);
    expect(await recipients()).toHaveLength(40);
  });

  it('keeps no writer waiting while it holds its claim', async () => {
    for (let number = 0; number < 3; number++) await scene.writeEvent({ number });
    const connection = await scene.pool.getConnection();
    await connection.beginTransaction();
    expect(await claimEvents(connection, 10)).toHaveLength(3);
    await scene.rows('SET innodb_lock_wait_timeout = 1');
    await scene.writeEvent({ number: 4 });
    await connection.rollback();
    connection.release();
    expect(await events()).toHaveLength(4);
  });

  it('claims in the order of the index, without a sort', async () => {
    const rows = Array.from({ length: 500 }, (_, number) => ['t', '{}', number < 400 ? '2026-01-01' : null]);
    await scene.rows('INSERT INTO outbox_events (topic, payload, fanned_out_at) VALUES ?', [rows]);
    const [plan] = await scene.rows(`EXPLAIN FORMAT=TRADITIONAL ${claimEventsSql}`, [10]);
    expect(plan?.key).toBe('outbox_events_pending');
    expect(plan?.Extra).not.toContain('filesort');
  });
});
