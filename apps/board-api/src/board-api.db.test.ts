import { randomUUID } from 'node:crypto';
import type { ApiFailure } from '@kanban/api';
import { type Given, type Operation, operations } from '@kanban/api/board';
import { enter, everything, move, serviceDatabases } from '@kanban/schema/testing';
import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { beforeEach, describe, expect, test } from 'vitest';
import { boardUnderTest, people } from './testing/board-under-test.ts';

describe.each(serviceDatabases())('the board API on $name', (server) => {
  const board = boardUnderTest(server);
  const { as } = board;
  const pool = () => board.database.pool;
  const key = () => ({ key: randomUUID() });
  const moveTo = (body: Given<'move'>['body'], reference = 'a', who = 'ann') =>
    as(who).call('move', { reference, body }, key());
  const problem = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.unreachable(),
      (failure: ApiFailure) => failure.problem,
    );
  const order = async (queue: string) => {
    const wall = await as('ann').call('wall', {});
    return wall?.cards.filter((card) => card.queue === queue).map(({ reference }) => reference);
  };
  const rows = async (sql: string, values: unknown[] = []) =>
    (await pool().query<RowDataPacket[]>(sql, values))[0];

  beforeEach(async () => {
    await pool().query('DELETE FROM transitions');
    await pool().query("DELETE FROM settings WHERE name <> 'enforce_actors'");
    await pool().query('DELETE FROM person_limits');
    await pool().query('DELETE FROM dependencies');
    for (const table of ['comments', 'checklist_items', 'attachments', 'queues', 'work_items'])
      await pool().query(`DELETE FROM ${table}`);
    await enter(pool(), 'backlog', 'a', 'b', 'c', 'd');
  });

  test('a move goes to queue and place at once, as the person, from the board', async () => {
    await enter(pool(), 'test', 'x', 'y');
    const moved = await moveTo({ queue: 'test', from: 'backlog', before: 'y', after: 'x', reason: 'ready' });
    expect(moved).toEqual({
      reference: 'a',
      from: 'backlog',
      queue: 'test',
      place: 2,
      beside: 'y',
      side: 'before',
      notice: null,
      ruleNotes: [],
    });
    expect(await order('test')).toEqual(['x', 'a', 'y']);
    const [last] = await rows("SELECT * FROM audit_log WHERE reference = 'a' ORDER BY id DESC LIMIT 1");
    expect(last).toMatchObject({ actor: 'ann', source: 'board', reason: 'ready', to_queue: 'test' });
    const [place] = await rows('SELECT * FROM placements ORDER BY id DESC LIMIT 1');
    expect(place).toMatchObject({ actor: 'ann', reference: 'a', side: 'before', other: 'y' });
  });

  test('a card goes beside the other neighbour when one is gone, else last, and the answer says so', async () => {
    await enter(pool(), 'test', 'x', 'y');
    const beside = await moveTo({ queue: 'test', before: 'gone', after: 'x' });
    expect(beside).toMatchObject({ place: 2, beside: 'x', side: 'after' });
    expect(beside?.notice).toBe('gone is not in test any more: a lies after x.');
    const last = await moveTo({ queue: 'backlog', before: 'x', after: 'gone' });
    expect(last).toMatchObject({ place: 4, side: 'last', beside: null });
    expect(last?.notice).toBe('x and gone are not in backlog any more: a lies last.');
    // Within its queue too, where "last" is a place of its own.
    expect(await moveTo({ queue: 'backlog' }, 'b')).toMatchObject({ place: 4, from: 'backlog' });
    expect(await order('backlog')).toEqual(['c', 'd', 'a', 'b']);
    expect(await problem(moveTo({ queue: 'backlog', before: 'a' }))).toMatchObject({
      status: 422,
      number: 9116,
    });
  });

  test('a card that others moved is not moved on, and the answer names them', async () => {
    await moveTo({ queue: 'test' }, 'a', 'bob');
    const before = await everything(pool());
    expect(await problem(moveTo({ queue: 'uat', from: 'backlog' }))).toMatchObject({
      status: 409,
      detail: 'bob moved a to test meanwhile.',
    });
    await as('bob').call('delete', { reference: 'b' }, key());
    expect(await problem(moveTo({ queue: 'uat', from: 'backlog' }, 'b'))).toMatchObject({
      status: 409,
      number: 9115,
      code: 'ITEM_DELETED',
    });
    await pool().query("DELETE FROM queues WHERE reference = 'c'");
    expect(await problem(moveTo({ queue: 'uat', from: 'backlog' }, 'c'))).toMatchObject({
      status: 409,
      detail: 'c was taken off the board meanwhile.',
    });
    expect((await everything(pool())).queues?.filter(({ reference }) => reference === 'a')).toEqual(
      before.queues?.filter(({ reference }) => reference === 'a'),
    );
    expect(await problem(moveTo({ queue: 'uat' }, 'no-such'))).toMatchObject({ status: 404, number: 9103 });
  });

  test('what the database refuses comes back with number, code, sentence and what is allowed, and changes nothing', async () => {
    await enter(pool(), 'test', 'x', 'y', 'z');
    const before = await everything(pool());
    expect(await problem(moveTo({ queue: 'test' }))).toEqual({
      type: 'urn:kanban-flow:problem:refused',
      title: 'The board refuses this',
      status: 409,
      instance: expect.stringMatching(/^urn:kanban-flow:request:/),
      number: 9101,
      code: 'QUEUE_FULL',
      detail: 'test holds 3 of 3; wait for a free slot or raise its WIP limit',
      allowed: 'queues with a free slot',
    });
    expect(await everything(pool())).toEqual(before);
    const { moves } = (await as('ann').call('moves', { reference: 'a' })) ?? {};
    expect(moves?.map(({ queue, answer }) => `${queue}: ${answer}`)).toEqual([
      'backlog: here',
      ...['triage', 'development'].map((queue) => `${queue}: yes`),
      'test: no',
      ...['uat', 'production', 'drop'].map((queue) => `${queue}: yes`),
    ]);
    expect(moves?.[3]?.refusal).toEqual({
      number: 9101,
      code: 'QUEUE_FULL',
      sentence: 'test holds 3 of 3; wait for a free slot or raise its WIP limit',
    });
    expect(await problem(moveTo({ queue: 'no-such' }))).toMatchObject({ status: 422, number: 9102 });
  });

  test('fast track goes past the workflow with a reason, for whom the database lets', async () => {
    await pool().query("INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'triage')");
    const trackOf = async (who: string) =>
      (await as(who).call('moves', { reference: 'a' }))?.moves.find(({ queue }) => queue === 'uat');
    expect(await trackOf('ann')).toMatchObject({ answer: 'no', fastTrack: 'no', refusal: { number: 9109 } });
    expect(await trackOf('cara')).toMatchObject({
      answer: 'no',
      fastTrack: 'yes',
      refusal: { number: 9109 },
    });
    const asked = { queue: 'uat', fastTrack: true };
    expect(await problem(moveTo(asked, 'a', 'cara'))).toMatchObject({ status: 400, parameter: 'reason' });
    expect(await problem(moveTo({ ...asked, reason: 'fire' }))).toMatchObject({ status: 409, number: 9110 });
    expect(await moveTo({ ...asked, reason: 'fire' }, 'a', 'cara')).toMatchObject({
      ruleNotes: ['fast_track'],
    });
    // The next one on the same connection is a plain move again.
    expect(await problem(moveTo({ queue: 'uat' }, 'b', 'cara'))).toMatchObject({ number: 9109 });
  });

  test('the same key does a thing once and answers alike; another body or a stranger to the key does not', async () => {
    const once = key();
    const asked = { reference: 'a', body: { queue: 'test' } };
    const first = await as('ann').call('move', asked, once);
    expect(await as('ann').call('move', asked, once)).toEqual(first);
    const entries = () =>
      rows(
        "SELECT a.id FROM audit_log a JOIN work_items w ON w.id = a.item_id WHERE w.reference = 'a' AND to_queue = 'test'",
      );
    expect(await entries()).toHaveLength(1);
    expect(await problem(as('ann').call('move', { ...asked, body: { queue: 'uat' } }, once))).toMatchObject({
      status: 422,
      type: 'urn:kanban-flow:problem:key-reused',
    });
    // By person: the key of somebody else is another key.
    expect(await as('bob').call('move', { reference: 'a', body: { queue: 'uat' } }, once)).toMatchObject({
      from: 'test',
    });
    // A refusal keeps no key: the same request may succeed later.
    await enter(pool(), 'triage', 'p', 'q', 'r');
    const later = key();
    const full = { reference: 'b', body: { queue: 'triage' } };
    expect(await problem(as('ann').call('move', full, later))).toMatchObject({ number: 9101 });
    await move(pool(), 'p', 'drop');
    expect(await as('ann').call('move', full, later)).toMatchObject({ queue: 'triage' });
    // A day later it is forgotten.
    await pool().query('UPDATE idempotency_keys SET done_at = done_at - INTERVAL 25 HOUR');
    expect(await as('ann').call('move', asked, once)).toMatchObject({ from: 'uat', queue: 'test' });
  });

  test('a key whose request is still running is told so at once', async () => {
    const holder = await pool().getConnection();
    await holder.query('START TRANSACTION');
    await holder.query("SELECT * FROM queues WHERE reference = 'a' FOR UPDATE");
    const once = key();
    const asked = { reference: 'a', body: { queue: 'test' } };
    const running = as('ann').call('move', asked, once);
    const isWaiting = async () => {
      const [[row]] = await pool().query<RowDataPacket[]>(
        "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE 'SELECT queue_name AS queue FROM queues WHERE reference%FOR UPDATE' AND db = DATABASE()",
      );
      return Number(row?.n) > 0;
    };
    while (!(await isWaiting()));
    expect(await problem(as('ann').call('move', asked, once))).toMatchObject({
      status: 409,
      type: 'urn:kanban-flow:problem:key-running',
    });
    await holder.query('ROLLBACK');
    holder.release();
    expect(await running).toMatchObject({ queue: 'test' });
    expect(await as('ann').call('move', asked, once)).toEqual(await running);
  });

  test('a card that several people put on the board at once enters it once, and is moved by the others', async () => {
    for (const reference of ['fresh-1', 'fresh-2', 'fresh-3']) {
      await pool().query('INSERT INTO work_items (reference) VALUES (?)', [reference]);
      const queues = ['backlog', 'production', 'drop', 'backlog', 'production', 'drop'];
      const answers = await Promise.all(queues.map((queue) => moveTo({ queue }, reference)));
      expect(answers.filter((answer) => answer?.from === null)).toHaveLength(1);
      const [entry, ...more] = await rows(
        'SELECT from_queue FROM audit_log WHERE reference = ? ORDER BY id',
        [reference],
      );
      expect(entry).toEqual({ from_queue: null });
      expect(more.map(({ from_queue }) => from_queue)).not.toContain(null);
    }
  });

  test('an item is logged with its card, or not at all', async () => {
    await enter(pool(), 'test', 'x', 'y');
    const made = await as('ann').call(
      'create',
      {
        body: {
          shortDesc: 'New one',
          queue: 'test',
          before: 'x',
          dueAt: '2026-12-24',
          assignee: 'bob',
          type: 'bug',
        },
      },
      key(),
    );
    expect(made).toMatchObject({ queue: 'test', place: 1, beside: 'x', side: 'before' });
    expect(made?.reference).toMatch(/^\d+$/);
    const item = await as('ann').call('item', { reference: made?.reference ?? '' });
    expect(item).toMatchObject({
      shortDesc: 'New one',
      type: 'bug',
      dueAt: '2026-12-24',
      dueIsDay: true,
      assignee: 'bob',
      loggedBy: 'ann',
      queue: 'test',
      place: 1,
    });
    const before = await everything(pool());
    const refused = as('ann').call('create', { body: { reference: 'n1', queue: 'test' } }, key());
    expect(await problem(refused)).toMatchObject({ number: 9101 });
    expect(await problem(as('ann').call('create', { body: { reference: 'a' } }, key()))).toMatchObject({
      status: 409,
      parameter: 'reference',
    });
    expect((await everything(pool())).work_items).toEqual(before.work_items);
    expect(await as('ann').call('create', { body: { reference: 'n1' } }, key())).toMatchObject({
      reference: 'n1',
      queue: null,
    });
  });

  test('an edit of what somebody changed meanwhile is refused with both texts, and saved when insisted on', async () => {
    const seen = await as('ann').call('item', { reference: 'a' });
    await as('bob').call(
      'edit',
      { reference: 'a', body: { description: "Bob's" } },
      { ...key(), ifMatch: seen?.version ?? '' },
    );
    const mine = { reference: 'a', body: { description: "Ann's", priority: 3 } };
    const refused = await problem(as('ann').call('edit', mine, { ...key(), ifMatch: seen?.version ?? '' }));
    expect(refused).toMatchObject({
      status: 412,
      current: { description: "Bob's" },
      yours: { description: "Ann's", priority: 3 },
    });
    const saved = await as('ann').call('edit', mine, { ...key(), ifMatch: refused?.version ?? '' });
    expect(saved).toMatchObject({ description: "Ann's", priority: 3 });
    expect(await problem(as('ann').call('edit', mine, key()))).toMatchObject({ status: 428 });
    // A move is no change of the text.
    await moveTo({ queue: 'triage' });
    const due = { reference: 'a', body: { dueAt: '2026-11-20T15:00:00Z' } };
    expect(await as('ann').call('edit', due, { ...key(), ifMatch: saved?.version ?? '' })).toMatchObject({
      dueAt: '2026-11-20T15:00:00.000000Z',
      dueIsDay: false,
    });
    const [history] = await rows(
      "SELECT actor, source FROM field_history WHERE reference = 'a' AND field = 'priority' ORDER BY id DESC LIMIT 1",
    );
    expect(history).toEqual({ actor: 'ann', source: 'board' });
  });

  test('what hangs on an item: block, comment, checklist, attachment and link, each as the person', async () => {
    const ann = as('ann');
    const reference = 'a';
    await ann.call('block', { reference, body: { blockedReason: 'no part' } }, key());
    await ann.call('comment', { reference, body: { body: 'Called them' } }, key());
    const line = await ann.call('addChecklistItem', { reference, body: { label: 'tested' } }, key());
    await ann.call('checkOff', { reference, id: line?.id ?? 0, body: { isDone: true } }, key());
    const kept = await ann.call(
      'attach',
      { reference, body: { name: 'Plan', address: 'https://example.com/plan' } },
      key(),
    );
    await ann.call('link', { reference, dependsOn: 'b' }, key());
    await ann.call('link', { reference, dependsOn: 'b' }, key());
    const item = await ann.call('item', { reference });
    expect(item).toMatchObject({
      blockedReason: 'no part',
      comments: [{ body: 'Called them', writtenBy: 'ann' }],
      checklist: [{ label: 'tested', isDone: true, doneBy: 'ann' }],
      attachments: [{ name: 'Plan' }],
      dependsOn: [{ reference: 'b', isFinished: false }],
    });
    const card = (await ann.call('wall', {}))?.cards.find((each) => each.reference === reference);
    expect(card).toMatchObject({
      blockedReason: 'no part',
      checklistDone: 1,
      checklistItems: 1,
      openDependencies: 1,
    });
    expect(await problem(ann.call('link', { reference: 'b', dependsOn: 'a' }, key()))).toMatchObject({
      number: 9114,
    });
    expect(
      await problem(
        ann.call('attach', { reference, body: { name: 'x', address: 'javascript:alert(1)' } }, key()),
      ),
    ).toMatchObject({ status: 422 });
    expect(
      await problem(
        ann.call('checkOff', { reference: 'b', id: line?.id ?? 0, body: { isDone: false } }, key()),
      ),
    ).toMatchObject({ status: 404 });
    await ann.call('unblock', { reference }, key());
    await ann.call('unlink', { reference, dependsOn: 'b' }, key());
    await ann.call('detach', { reference, id: kept?.id ?? 0 }, key());
    expect(await ann.call('item', { reference })).toMatchObject({
      blockedReason: null,
      attachments: [],
      dependsOn: [],
    });
  });

  test('an item is followed by who asks, for themselves, once; and again after the link of a mail or a pause', async () => {
    await pool().query('DELETE FROM subscriptions');
    await pool().query("UPDATE members SET email = IF(name = 'bob', NULL, CONCAT(name, '@x.test'))");
    const follows = async (who: string) => (await as(who).call('item', { reference: 'a' }))?.isFollowed;
    const follow = (who: string, reference = 'a') => as(who).call('follow', { reference }, key());
    expect(await problem(follow('bob'))).toMatchObject({
      status: 422,
      number: 9118,
      detail: 'bob has no e-mail address; an administrator enters it in members',
    });
    expect(await problem(follow('ann', 'no-such'))).toMatchObject({ status: 404, number: 9103 });
    expect(await follow('reader')).toEqual({ reference: 'a', isFollowed: true });
    for (let times = 0; times < 2; times += 1) await follow('ann');
    const subscribed = () =>
      rows('SELECT topic, reference, member, is_active, created_by FROM subscriptions ORDER BY member');
    const row = { topic: 'work_item.*', reference: 'a', is_active: 1 };
    const both = [
      { ...row, member: 'ann', created_by: 'ann' },
      { ...row, member: 'reader', created_by: 'reader' },
    ];
    expect(await subscribed()).toEqual(both);
    expect([await follows('ann'), await follows('bob'), await follows('stranger')]).toEqual([
      true,
      false,
      false,
    ]);

    await pool().query(
      `INSERT INTO subscription_recipients (subscription_id, recipient, token)
       SELECT id, CONCAT(member, '@x.test'), LPAD(member, 32, '0') FROM subscriptions`,
    );
    await pool().query("CALL unsubscribe(LPAD('ann', 32, '0'))");
    expect([await follows('ann'), await follows('reader')]).toEqual([false, true]);
    await follow('ann');
    expect(await follows('ann')).toBe(true);
    await pool().query("UPDATE subscriptions SET is_active = FALSE WHERE member = 'ann'");
    expect(await follows('ann')).toBe(false);
    await follow('ann');
    expect(await subscribed()).toEqual(both);

    await as('ann').call('delete', { reference: 'a' }, key());
    await as('ann').call('restore', { reference: 'a', body: {} }, key());
    expect(await follows('ann')).toBe(true);
    for (let times = 0; times < 2; times += 1)
      expect(await as('ann').call('unfollow', { reference: 'a' }, key())).toEqual({
        reference: 'a',
        isFollowed: false,
      });
    expect(await subscribed()).toEqual(both.slice(1));
    await pool().query('UPDATE members SET email = NULL');
  });

  test('a deleted item can be seen and restored to its place, within the limits', async () => {
    expect(await as('ann').call('delete', { reference: 'b' }, key())).toEqual({
      reference: 'b',
      queue: 'backlog',
    });
    expect(await order('backlog')).toEqual(['a', 'c', 'd']);
    expect(await as('bob').call('item', { reference: 'b' })).toMatchObject({ deletedBy: 'ann', queue: null });
    await pool().query("UPDATE wip_limits SET wip_limit = 3 WHERE queue_name = 'backlog'");
    const restore = () => as('ann').call('restore', { reference: 'b', body: {} }, key());
    expect(await problem(restore())).toMatchObject({ number: 9101 });
    await pool().query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name = 'backlog'");
    expect(await restore()).toEqual({ reference: 'b', queue: 'backlog', place: 2 });
    expect(await order('backlog')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a change of several is one of all or none, and names those in the way', async () => {
    await enter(pool(), 'test', 'x');
    const bulk = (references: string[], change: Given<'bulk'>['body']['change']) =>
      as('ann').call('bulk', { body: { references, change } }, key());
    const before = await everything(pool());
    const refused = await problem(bulk(['a', 'b', 'c', 'no-such'], { do: 'move', queue: 'test' }));
    expect(refused).toMatchObject({ status: 409 });
    expect(refused?.inTheWay?.map(({ reference, code }) => `${reference} ${code}`)).toEqual([
      'c QUEUE_FULL',
      'no-such UNKNOWN_ITEM',
    ]);
    expect(await everything(pool())).toEqual(before);
    expect(await bulk(['a', 'b', 'a'], { do: 'move', queue: 'test' })).toEqual({ changed: 2 });
    expect(await order('test')).toEqual(['x', 'a', 'b']);
    await bulk(['a', 'c'], { do: 'assign', assignee: 'bob' });
    await bulk(['c', 'd'], { do: 'block', blockedReason: 'strike' });
    const wall = await as('ann').call('wall', {});
    const told = Object.fromEntries(
      wall?.cards.map((card) => [card.reference, [card.assignee, card.blockedReason]]) ?? [],
    );
    expect(told).toMatchObject({ a: ['bob', null], c: ['bob', 'strike'], d: [null, 'strike'] });
    expect(await bulk(['d'], { do: 'delete' })).toEqual({ changed: 1 });
  });

  test('the wall holds what a card shows, under 1 KB a card, and is not sent again unchanged', async () => {
    await pool().query('UPDATE work_items SET short_desc = ?, description = ?', [
      's'.repeat(255),
      'd'.repeat(60_000),
    ]);
    const wall = await as('ann').call('wall', {});
    expect(wall?.queues.map(({ name, currentWip, wipLimit }) => [name, currentWip, wipLimit])).toEqual([
      ['backlog', 4, null],
      ...[
        ['triage', 3],
        ['development', 3],
        ['test', 3],
        ['uat', 5],
      ].map(([name, limit]) => [name, 0, limit]),
      ...['production', 'drop'].map((name) => [name, 0, null]),
    ]);
    for (const card of wall?.cards ?? []) expect(JSON.stringify(card).length).toBeLessThan(1_024);
    expect(wall?.people.map(({ name }) => name)).toEqual(Object.keys(people).toSorted());
    const again = () => as('ann').call('wall', {}, { ifNoneMatch: wall?.version ?? '' });
    // Within a minute; past its end the question is another one.
    expect([null, wall?.valueStream]).toContain((await again())?.valueStream ?? null);
    await moveTo({ queue: 'triage' });
    expect((await again())?.version).not.toBe(wall?.version);
    expect(await problem(as('ann').call('wall', { stream: 'no-such' }))).toMatchObject({
      status: 404,
      allowed: 'main',
    });
  });

  test('finished columns show the last days, and all of one that is asked for whole; all count', async () => {
    await move(pool(), 'a', 'production');
    const shown = async (given: Given<'wall'>) => {
      const wall = await as('ann').call('wall', given);
      return [
        wall?.cards.some(({ reference }) => reference === 'a'),
        wall?.queues.find(({ name }) => name === 'production')?.currentWip,
      ];
    };
    expect(await shown({})).toEqual([true, 1]);
    expect(await shown({ finishedDays: '0' })).toEqual([false, 1]);
    expect(await shown({ finishedDays: '0', all: ['production'] })).toEqual([true, 1]);
  });

  test('who may do what, by every operation', async () => {
    await pool().query("INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'production')");
    const behindProxy = await board.start({
      SIGN_IN: 'header',
      TRUSTED_USER_HEADER: 'Remote-User',
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_URL: 'https://kanban.example.com',
    });
    const sessionOf = async (name: string) => {
      const headers = { 'Content-Type': 'application/json', Origin: board.url };
      const body = JSON.stringify({ name });
      const { headers: given } = await board.send('/v1/session', { method: 'POST', headers, body });
      return { Cookie: given.getSetCookie()[0]?.split(';')[0] ?? '', Origin: board.url };
    };
    const tokenOf = (name: string) => ({ Authorization: `Bearer ${board.tokenOf(name)}` });
    const session = await sessionOf('ann');
    const takenAway = await sessionOf('bob');
    await pool().query("DELETE FROM sessions WHERE member = 'bob'");

    await pool().query("UPDATE members SET email = CONCAT(name, '@x.test')");
    type Statuses = [reads: number, moves: number, pastTheWorkflow: number, edits: number, follows: number];
    const table: [who: string, headers: Record<string, string>, Statuses][] = [
      ['nobody, where reading is free', { Origin: board.url }, [200, 401, 401, 401, 401]],
      ['nobody, where people sign in', { Origin: 'https://kanban.example.com' }, [401, 401, 401, 401, 401]],
      [
        'who has a token that is none',
        { ...session, Authorization: 'Bearer guessed' },
        [401, 401, 401, 401, 401],
      ],
      ['whose session was taken away', takenAway, [200, 401, 401, 401, 401]],
      ['a page of another site', { ...session, 'Sec-Fetch-Site': 'cross-site' }, [403, 403, 403, 403, 403]],
      ['an unknown person', tokenOf('stranger'), [200, 403, 403, 403, 403]],
      // Any member follows, for themselves.
      ['a member without a right', tokenOf('reader'), [200, 403, 403, 403, 200]],
      ['may_administrate', tokenOf('administrator'), [200, 403, 403, 403, 200]],
      ['may_fast_track', tokenOf('hasty'), [200, 403, 403, 403, 200]],
      ['may_edit', tokenOf('editor'), [200, 403, 403, 200, 200]],
      // The right to go past the workflow is the database's to ask.
      ['may_move', tokenOf('mover'), [200, 200, 409, 403, 200]],
      ['may_move and may_edit, by a session', session, [200, 200, 409, 200, 200]],
      ['may_move, may_edit and may_fast_track', tokenOf('cara'), [200, 200, 200, 200, 200]],
    ];
    for (const [row, [who, headers, expected]] of table.entries()) {
      const url = who === 'nobody, where people sign in' ? behindProxy : board.url;
      const acts = await actsOn(`r${row}`);
      const kinds = ['reads', 'moves', 'past', 'edits', 'follows'];
      const met = Object.fromEntries(kinds.map((kind): [string, Record<string, number>] => [kind, {}]));
      for (const [kind, name, { body, ...params }, ifMatch] of acts) {
        const [method, path] = operations[name];
        const filled = path.replace(/\{(\w+)\}/g, (_, param: keyof typeof params) => String(params[param]));
        const sent = {
          method,
          headers: {
            ...headers,
            'Content-Type': 'application/json',
            'Idempotency-Key': randomUUID(),
            'If-Match': `"${ifMatch}"`,
          },
          ...(body && { body: JSON.stringify(body) }),
        };
        const answered = met[kind] as Record<string, number>;
        answered[`${name} ${Object.keys(answered).length}`] = (await board.send(filled, sent, url)).status;
      }
      const statuses = (kind: string) => [...new Set(Object.values(met[kind] ?? {}))];
      const told = kinds.map(statuses);
      expect([who, told, met]).toEqual([who, expected.map((status) => [status]), met]);
      // Whatever is added is in this table; signing in and out have tests of their own.
      const names = new Set(acts.map(([, name]) => name));
      expect([...names, 'session', 'signIn', 'signOut'].sort()).toEqual(Object.keys(operations).sort());
    }

    /** Each operation by what it takes, with an item on which it succeeds for whom it is allowed. */
    async function actsOn(prefix: string) {
      const [card, other, past, gone] = ['card', 'other', 'past', 'gone'].map((name) => `${prefix}-${name}`);
      await enter(pool(), 'backlog', `${card}`, `${other}`, `${past}`, `${gone}`);
      await pool().query('CALL delete_item(?)', [gone]);
      const idOf = async (sql: string) => (await pool().query<ResultSetHeader>(sql, [card]))[0].insertId;
      const line = await idOf("INSERT INTO checklist_items (reference, label) VALUES (?, 'tested')");
      const kept = await idOf(
        "INSERT INTO attachments (reference, name, address) VALUES (?, 'Plan', 'https://example.com/plan')",
      );
      const { version } = (await as('ann').call('item', { reference: `${card}` })) ?? {};
      const reference = card;
      const change = { do: 'assign', assignee: 'bob' };
      const track = { queue: 'uat', fastTrack: true, reason: 'fire' };
      type Params = { reference?: string | undefined; id?: number; dependsOn?: string | undefined };
      type Act = [
        kind: string,
        name: Operation,
        given: Params & { body?: object },
        ifMatch?: string | undefined,
      ];
      const acts: Act[] = [
        ['reads', 'wall', {}],
        ['reads', 'item', { reference }],
        ['reads', 'moves', { reference }],
        ['edits', 'create', { body: { shortDesc: 'new' } }],
        ['edits', 'edit', { reference, body: { shortDesc: 'changed' } }, version],
        ['edits', 'block', { reference: other, body: { blockedReason: 'no part' } }],
        ['edits', 'unblock', { reference: other }],
        ['edits', 'comment', { reference, body: { body: 'Hello' } }],
        ['edits', 'addChecklistItem', { reference, body: { label: 'asked' } }],
        ['edits', 'checkOff', { reference, id: line, body: { isDone: true } }],
        ['edits', 'attach', { reference, body: { name: 'More', address: 'https://example.com/more' } }],
        ['edits', 'detach', { reference, id: kept }],
        ['edits', 'link', { reference, dependsOn: other }],
        ['edits', 'unlink', { reference, dependsOn: other }],
        ['edits', 'bulk', { body: { references: [reference], change } }],
        ['follows', 'follow', { reference }],
        ['follows', 'unfollow', { reference }],
        ['edits', 'restore', { reference: gone, body: {} }],
        ['edits', 'delete', { reference: gone }],
        ['moves', 'move', { reference, body: { queue: 'backlog', before: past } }],
        ['moves', 'move', { reference, body: { queue: 'production' } }],
        ['moves', 'bulk', { body: { references: [other], change: { do: 'move', queue: 'production' } } }],
        ['past', 'move', { reference: past, body: track }],
        [
          'past',
          'bulk',
          {
            body: {
              references: [past],
              change: { do: 'move', queue: 'triage', fastTrack: true },
              reason: 'fire',
            },
          },
        ],
      ];
      return acts;
    }
  });
});
