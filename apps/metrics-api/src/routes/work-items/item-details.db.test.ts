import type { AnswerTo } from '@kanban/api';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';

type Item = AnswerTo<'/v1/work-items/{reference}'>;
type Told = AnswerTo<'/v1/work-items/{reference}/deliveries'>;
type Time = AnswerTo<'/v1/time-in-queue/items'>;

describe.each(readerDatabases())('all about an item, on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const ask = (reference: string) => api.ask<Item>(`/v1/work-items/${reference}`);

  beforeAll(async () => {
    await run(
      `INSERT INTO wip_limits (queue_name, kind, wip_limit)
       VALUES ('backlog', 'backlog', -1), ('development', 'active', -1), ('production', 'delivered', -1)`,
    );
    await run(
      `INSERT INTO work_items (reference, short_desc, description) VALUES ('A-1', 'the item', 'long'), ('B-1', 'before', NULL),
         ('B-2', 'before that', NULL), ('C-1', 'after', NULL), ('P-1', 'whole', NULL), ('P-2', 'whole of all', NULL),
         ('Q-1', 'part', NULL), ('Q-2', 'part of the part', NULL), ('X-1', 'unrelated', NULL), ('X-2', 'sister', NULL)`,
    );
    await run("INSERT INTO queues (reference, queue_name) VALUES ('A-1', 'backlog'), ('B-1', 'backlog')");
    await run("UPDATE queues SET queue_name = 'development' WHERE reference = 'A-1'");
    await run("UPDATE work_items SET assignee = 'ada' WHERE reference = 'A-1'");
    await run("UPDATE work_items SET parent = 'P-1' WHERE reference IN ('A-1', 'X-2')");
    await run("UPDATE work_items SET parent = 'P-2' WHERE reference = 'P-1'");
    await run("UPDATE work_items SET parent = 'A-1' WHERE reference = 'Q-1'");
    await run("UPDATE work_items SET parent = 'Q-1' WHERE reference = 'Q-2'");
    await run(
      `INSERT INTO dependencies (reference, depends_on) VALUES ('A-1', 'B-1'), ('B-1', 'B-2'), ('C-1', 'A-1'), ('X-1', 'B-2')`,
    );
    await run("UPDATE work_items SET blocked_reason = 'vendor' WHERE reference = 'A-1'");
    await run("UPDATE work_items SET blocked_reason = NULL WHERE reference = 'A-1'");
    await run(
      "INSERT INTO comments (reference, body) VALUES ('A-1', 'first'), ('A-1', 'second'), ('B-1', 'other')",
    );
    await run("UPDATE comments SET body = 'First' WHERE body = 'first'");
    await run(
      `INSERT INTO checklist_items (reference, checklist, label) VALUES ('A-1', 'done', 'tested'), ('A-1', 'done', 'told'),
         ('A-1', 'begin', 'understood')`,
    );
    await run("UPDATE checklist_items SET is_done = 1 WHERE label = 'told'");
    await run(
      "INSERT INTO attachments (reference, name, address) VALUES ('A-1', 'Plan', 'https://example.com/plan')",
    );
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  test('its blocks, field changes, comments, checklists and attachments, each with who and when', async () => {
    const item = await ask('A-1');
    expect(item).toMatchObject({ description: 'long', parent: 'P-1' });
    expect(item.blocks).toMatchObject([{ reason: 'vendor', blockedBy: 'root@localhost' }]);
    const [block] = item.blocks;
    expect(block?.unblockedAt && block.blockedAt <= block.unblockedAt).toBe(true);
    const changed = item.changes.map(({ field, from, to }) => [field, from, to]);
    expect(changed).toContainEqual(['assignee', null, 'ada']);
    expect(changed).toContainEqual(['parent', null, 'P-1']);
    expect(item.comments).toMatchObject([
      { body: 'First', changedAt: expect.any(String), writtenBy: 'root@localhost' },
      { body: 'second', changedAt: null },
    ]);
    expect(item.checklists.map(({ checklist, label, isDone }) => [checklist, label, isDone])).toEqual([
      ['begin', 'understood', false],
      ['done', 'tested', false],
      ['done', 'told', true],
    ]);
    expect(item.checklists[2]?.doneBy).toBe('root@localhost');
    expect(item.attachments).toMatchObject([{ name: 'Plan', address: 'https://example.com/plan' }]);
  });

  test('what it waits for and what waits for it, all it is a part of, and its own parts: no sisters, no parts of parts', async () => {
    const { links, related } = await ask('A-1');
    expect(links.map(({ kind, from, to }) => `${from} ${kind} ${to}`).sort()).toEqual([
      'A-1 isPartOf P-1',
      'A-1 waitsFor B-1',
      'B-1 waitsFor B-2',
      'C-1 waitsFor A-1',
      'P-1 isPartOf P-2',
      'Q-1 isPartOf A-1',
    ]);
    expect(related.map(({ reference }) => reference)).toEqual(['B-1', 'B-2', 'C-1', 'P-1', 'P-2', 'Q-1']);
    expect(related[0]).toEqual({
      ...{ reference: 'B-1', shortDesc: 'before', valueStream: 'main', queue: 'backlog', isFinished: false },
    });
  });

  test('its time is the time that the stream’s figures have of it', async () => {
    const item = await ask('A-1');
    expect(item.visits.map(({ queue, kind }) => [queue, kind])).toEqual([
      ['backlog', 'backlog'],
      ['development', 'active'],
    ]);
    const [stay] = item.blocks;
    const blockedMs = (Date.parse(stay?.unblockedAt ?? '') - Date.parse(stay?.blockedAt ?? '')) as number;
    // Instants have microseconds, dates of JavaScript milliseconds.
    expect(Math.abs((item.blockedMs ?? 0) - blockedMs)).toBeLessThanOrEqual(1);
    const [backlog, development] = item.visits;
    expect(item.waitingMs).toBeCloseTo((backlog?.durationMs ?? 0) + (item.blockedMs ?? 0), 3);
    expect(item.activeMs).toBeCloseTo((development?.durationMs ?? 0) - (item.blockedMs ?? 0), 3);

    await run("UPDATE queues SET queue_name = 'production' WHERE reference = 'A-1'");
    const finished = await ask('A-1');
    const { items } = await api.ask<Time>('/v1/time-in-queue/items', { measure: 'lead' });
    expect(items.find(({ reference }) => reference === 'A-1')).toMatchObject({
      activeMs: finished.activeMs,
      waitingMs: finished.waitingMs,
      blockedMs: finished.blockedMs,
    });
  });

  test('one that was never in a queue has no time, and one that is alone no links', async () => {
    expect(await ask('X-2')).toMatchObject({ activeMs: null, waitingMs: null, blockedMs: null, visits: [] });
    expect((await ask('P-2')).comments).toEqual([]);
  });

  test('who was told what about it, when, and what became of it, without the address of anybody', async () => {
    const told = (reference: string) => api.ask<Told>(`/v1/work-items/${reference}/deliveries`);
    expect((await told('A-1')).deliveries).toEqual([]);
    await run("INSERT INTO members (name, email) VALUES ('grace', 'grace.h@example.com')");
    const tell = (topic: string, recipient: string, channel: string, set: string) =>
      run(
        `INSERT INTO deliveries (event_id, channel, recipient, ${set.replaceAll(/ = [^,]+/g, '')})
         SELECT MAX(id), ?, ?, ${set.replaceAll(/\w+ = /g, '')} FROM outbox_events
         WHERE topic = ? AND payload LIKE '%"A-1"%'`,
        [channel, recipient, topic],
      );
    const sent =
      "state = 'sent', attempts = 2, settled_at = '2030-01-01 00:00:01', last_error = '550 no ada@example.com'";
    await tell('work_item.blocked', 'grace.h@example.com', 'email', sent);
    await tell('work_item.blocked', 'ada.l@example.com', 'email', "state = 'dead', attempts = 9");
    await tell('work_item.unblocked', 'ops', 'slack', "state = 'pending', due_at = '2030-01-01'");

    const asked = await told('A-1');
    expect(asked.deliveries).toMatchObject([
      {
        topic: 'work_item.blocked',
        queue: 'development',
        told: 'grace',
        state: 'sent',
        attempts: 2,
        dueAt: null,
      },
      { topic: 'work_item.blocked', channel: 'email', told: 'a…@example.com', state: 'dead', attempts: 9 },
      { topic: 'work_item.unblocked', channel: 'slack', told: 'ops', state: 'pending', settledAt: null },
    ]);
    expect(asked.deliveries[0]?.settledAt).toBe('2030-01-01T00:00:01.000000Z');
    expect(asked.deliveries[2]?.dueAt).toBe('2030-01-01T00:00:00.000000Z');
    const [block] = (await ask('A-1')).blocks;
    expect((asked.deliveries[0]?.happenedAt ?? '') >= (block?.blockedAt ?? 'no block')).toBe(true);
    expect(JSON.stringify(asked)).not.toMatch(/ada|grace\.h/);
    expect((await told('B-1')).deliveries).toEqual([]);

    // What is told of an item that had the same reference before is not about this one.
    await run("UPDATE work_items SET parent = NULL WHERE parent = 'A-1'");
    await run("DELETE FROM work_items WHERE reference = 'A-1'");
    expect((await told('A-1')).deliveries).toHaveLength(3);
    await run('UPDATE outbox_events SET processed_at = UTC_TIMESTAMP(6)');
    await run("INSERT INTO work_items (reference) VALUES ('A-1')");
    expect((await told('A-1')).deliveries).toEqual([]);
  });
});
