import { describe, expect, test } from 'vitest';
import {
  type CheckedLog,
  type CheckResult,
  DAY,
  dataQuality,
  HOUR,
  type Kind,
  MINUTE,
  type Queue,
  resolveRange,
  SECOND,
  WorkingCalendar,
} from '../index.ts';
import { analyticsBoard, boardDay, boardItem } from '../testing/analytics-board.ts';
import { boardItems } from '../testing/board-items.ts';
import { checkedLog } from '../testing/checked-log.ts';
import { hasSharedData, sharedInstant, sharedRows } from '../testing/shared-data.ts';

const range = resolveRange({ from: '2026-03-02', to: '2026-03-16', timeZone: 'UTC', now: 0 });
const KINDS: Kind[] = ['backlog', 'buffer', 'active', 'active', 'delivered', 'completed', 'dropped'];
const QUEUES: Queue[] = KINDS.map((kind, place) => ({
  id: place,
  name: `${kind}${place}`,
  kind,
  position: place,
  wipLimit: -1,
}));
const [BACKLOG, BUFFER, ACTIVE, TEST, LIVE, CLOSED, DROPPED] = [0, 1, 2, 3, 4, 5, 6];

/** Moves of one item or several: [item, hours since the start of the range, queue]. */
const logOf = (
  moves: [item: number, hours: number, queueId: number | null][],
  over: Partial<CheckedLog> = {},
) =>
  checkedLog(
    moves.map(([itemId, hours, toQueueId], n) => ({
      id: n + 1,
      itemId,
      occurredAt: range.from + hours * HOUR,
      toQueueId,
    })),
    QUEUES,
    range,
    over,
  );

const resultOf = (log: CheckedLog, check: string): CheckResult =>
  dataQuality(log).checks.find((each) => each.check === check) as CheckResult;
const found = (log: CheckedLog, check: string) =>
  resultOf(log, check).findings.map(({ itemId, queueId, detail }) => [
    itemId,
    queueId,
    detail.problem ?? detail.crossed ?? null,
  ]);

describe('the worked board', () => {
  const { rows, queues } = analyticsBoard();
  const log = checkedLog(rows, queues, range);
  const blocks = boardItems().items.map((item) => item.blocks);
  const withBlocks = { ...log, items: log.items.map((item, n) => ({ ...item, blocks: blocks[n] ?? [] })) };
  const name = (id: number | null) => queues.find((queue) => queue.id === id)?.name;
  const told = (check: string) =>
    resultOf(withBlocks, check).findings.map(({ itemId, queueId, detail }) => [
      String.fromCharCode(64 + (itemId ?? 0)),
      name(queueId),
      detail.crossed ?? null,
    ]);

  test('B moved back, and I was reopened', () => {
    expect(told('movedBack')).toEqual([
      ['B', 'dev', null],
      ['I', 'test', 'reopened'],
    ]);
    expect(told('changedAfterFinish')).toEqual([['I', 'test', null]]);
    expect(resultOf(log, 'movedBack')).toMatchObject({ items: 2, share: 2 / 9 });
  });

  test('C, H and I skipped queues, each once', () => {
    expect(told('skippedQueues').map(([letter, queue]) => `${letter} ${queue}`)).toEqual([
      'C ready',
      'C review',
      'H ready',
      'H dev',
      'H review',
      'H test',
      'I review',
    ]);
  });

  test('H was finished without a start, and nothing else is odd', () => {
    expect(told('finishedWithoutStart')).toEqual([['H', 'live', null]]);
    for (const check of [
      'blockedOutside',
      'brokenChain',
      'zeroTime',
      'outOfOrder',
      'clockSkew',
      'veryOld',
      'notes',
      'deleted',
      'gaps',
      'structure',
    ]) {
      expect(told(check)).toEqual([]);
    }
    // E has not been moved since day 6; nobody moved five items within a minute.
    expect(told('stalled')).toEqual([['E', 'dev', null]]);
    expect(resultOf(log, 'stalled').findings[0]?.at).toBe(boardDay(6));
    expect(dataQuality(log).population).toBe(boardItem('I'));
  });
});

test.skipIf(!hasSharedData)(
  'devlake: one row leaves a queue where its item is not, and one names none',
  () => {
    const file = sharedRows('devlake-issue-trace/audit_log.csv');
    const names = [...new Set(file.flatMap((row) => [row.from_queue, row.to_queue]))].filter((each) => each);
    const queues = names.map(
      (name, n): Queue => ({ id: n, name: name as string, kind: 'active', position: n, wipLimit: -1 }),
    );
    const references = [...new Set(file.map((row) => row.reference))];
    const idOf = (name: string | undefined) => queues.find((queue) => queue.name === name)?.id ?? null;
    const rows = file.map((row) => ({
      auditId: Number(row.id),
      occurredAt: sharedInstant(row.occurred_at) as number,
      itemId: references.indexOf(row.reference),
      fromQueue: row.from_queue || null,
      fromQueueId: idOf(row.from_queue),
      toQueue: row.to_queue as string,
      toQueueId: idOf(row.to_queue),
      actor: 'jira',
      isImported: true,
      notes: [],
    }));
    const log = { ...checkedLog([], queues, range), rows };
    const broken = resultOf(log, 'brokenChain').findings.map(({ itemId, detail }) => [
      references[itemId as number],
      detail.problem,
    ]);
    expect(broken).toEqual([
      ['EE-1', 'notWhereItWas'],
      ['1149308060001017333', 'emptyQueue'],
    ]);
    expect(resultOf(log, 'imported')).toMatchObject({ items: 32, share: 1 });
  },
);

describe('each check', () => {
  test('movedBack: out of a finished queue, into a backlog, within work; not out of a dropped one', () => {
    const moves = [ACTIVE, BACKLOG, LIVE, TEST, BUFFER, DROPPED, ACTIVE].map(
      (queue, n): [number, number, number] => [1, n, queue],
    );
    expect(found(logOf(moves), 'movedBack')).toEqual([
      [1, BACKLOG, 'uncommitted'],
      [1, TEST, 'reopened'],
      [1, BUFFER, null],
    ]);
  });

  test('changedAfterFinish: moves within finished queues and out of them, not a removal', () => {
    const log = logOf([
      [1, 0, LIVE],
      [1, 1, CLOSED],
      [2, 0, LIVE],
      [2, 1, TEST],
      [3, 0, LIVE],
      [3, 1, null],
    ]);
    expect(
      resultOf(log, 'changedAfterFinish').findings.map(({ itemId, detail }) => [itemId, detail.isReopened]),
    ).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test('skippedQueues: not those that the item visited later, or that come before its first queue', () => {
    const log = logOf([
      [1, 0, BACKLOG],
      [1, 1, TEST],
      [1, 2, ACTIVE],
      [2, 0, TEST],
      [2, 1, LIVE],
    ]);
    expect(found(log, 'skippedQueues')).toEqual([[1, BUFFER, null]]);
  });

  test('zeroTime: under a minute in an active queue, and no buffer', () => {
    const rows = [
      [1, 0, ACTIVE],
      [1, 59, TEST],
      [1, 119, BUFFER],
      [1, 120, LIVE],
    ] as const;
    const log = checkedLog(
      rows.map(([itemId, seconds, toQueueId], n) => ({
        id: n,
        itemId,
        occurredAt: range.from + seconds * SECOND,
        toQueueId,
      })),
      QUEUES,
      range,
    );
    expect(found(log, 'zeroTime')).toEqual([[1, ACTIVE, null]]);
  });

  test('finishedWithoutStart: in one row, or without an active queue', () => {
    const log = logOf([
      [1, 0, BACKLOG],
      [1, 1, LIVE],
      [2, 0, BUFFER],
      [2, 1, LIVE],
      [3, 0, BUFFER],
      [3, 0, LIVE],
      [4, 0, TEST],
      [4, 1, LIVE],
    ]);
    expect(found(log, 'finishedWithoutStart')).toEqual([
      [1, LIVE, 'noStart'],
      [2, LIVE, 'noActive'],
      [3, LIVE, 'noActive'],
    ]);
  });

  test('notCommitted: older than the setting, and with none of them', () => {
    const log = logOf([
      [1, -30 * 24, BACKLOG],
      [2, 24 * 14, BACKLOG],
      [3, -90 * 24, BACKLOG],
      [3, 1, ACTIVE],
    ]);
    expect(found(log, 'notCommitted')).toEqual([[1, BACKLOG, null]]);
    const off = { ...log, settings: { ...log.settings, staleBacklogDays: null } };
    expect(found(off, 'notCommitted')).toEqual([]);
  });

  test('veryOld: over three times what 95 of 100 take, and over 90 days', () => {
    const moves: [number, number, number][] = [
      [1, -76 * 24, ACTIVE],
      [2, -75 * 24, ACTIVE],
      [3, -200 * 24, BACKLOG],
    ];
    expect(found(logOf(moves), 'veryOld')).toEqual([[1, ACTIVE, null]]);
    const log = logOf(moves);
    const slow = { ...log, settings: { ...log.settings, cycleP95Us: 40 * DAY } };
    expect(found(slow, 'veryOld')).toEqual([]);
    expect(found({ ...log, settings: { ...log.settings, cycleP95Us: null } }, 'veryOld')).toEqual([]);
  });

  test('stalled: a change of a field does not count as stalled', () => {
    const log = logOf([
      [1, 0, ACTIVE],
      [2, 0, ACTIVE],
      [3, 0, BACKLOG],
    ]);
    const touched = {
      ...log,
      items: log.items.map((item) => (item.itemId === 2 ? { ...item, changedAt: range.to - DAY } : item)),
    };
    expect(found(touched, 'stalled')).toEqual([[1, ACTIVE, null]]);
  });

  test('movedInBulk: five items, one queue, one actor, sixty seconds', () => {
    const at = (seconds: number) => range.from + seconds * SECOND;
    const moves = [0, 15, 30, 45, 60].map((seconds, n) => ({
      id: n,
      itemId: n,
      occurredAt: at(seconds),
      toQueueId: LIVE,
    }));
    const itemsIn = (log: CheckedLog) => resultOf(log, 'movedInBulk').items;
    const bulk = checkedLog(moves, QUEUES, range);
    expect(itemsIn(bulk)).toBe(5);
    expect(itemsIn(checkedLog(moves.slice(1), QUEUES, range))).toBe(0);
    const change = (n: number, over: object) => ({
      ...bulk,
      rows: bulk.rows.map((row, place) => (place === n ? { ...row, ...over } : row)),
    });
    expect(itemsIn(change(2, { actor: 'bob' }))).toBe(0);
    expect(itemsIn(change(2, { toQueueId: CLOSED }))).toBe(0);
    expect(itemsIn(change(4, { occurredAt: at(60) + 1 }))).toBe(0);
    expect(itemsIn(change(4, { itemId: 0 }))).toBe(0);
  });

  test('outOfOrder and clockSkew: over a minute back, from an import or a clock', () => {
    const rows = [0, 10, 9, 8.98, 11].map((minutes, n) => ({
      id: n,
      itemId: 1,
      occurredAt: range.from + minutes * MINUTE,
      toQueueId: n % 2,
    }));
    const log = checkedLog(rows, QUEUES, range);
    expect(resultOf(log, 'outOfOrder').findings.map(({ detail }) => detail.auditId)).toEqual([3]);
    expect(resultOf(log, 'clockSkew').findings.map(({ detail }) => detail.auditId)).toEqual([3]);
    const imported = { ...log, rows: log.rows.map((row) => ({ ...row, isImported: true })) };
    expect(resultOf(imported, 'outOfOrder').findings.length).toBe(1);
    expect(resultOf(imported, 'clockSkew').findings).toEqual([]);
  });

  test('clockSkew: rows after the clock', () => {
    const log = logOf([[1, 24 * 20, ACTIVE]]);
    expect(resultOf(log, 'clockSkew').findings).toMatchObject([
      { itemId: 1, detail: { secondsAhead: 5 * 24 * 3600 } },
    ]);
  });

  test('brokenChain: not where it was, into itself, unknown and empty names', () => {
    const log = logOf([
      [1, 0, BACKLOG],
      [1, 1, ACTIVE],
      [1, 2, TEST],
      [1, 3, LIVE],
      [1, 4, null],
      [1, 5, null],
    ]);
    const change = (over: object[]) => ({ ...log, rows: log.rows.map((row, n) => ({ ...row, ...over[n] })) });
    expect(found(log, 'brokenChain')).toEqual([[1, null, 'emptyQueue']]);
    const problems = found(
      change([
        {},
        { fromQueueId: TEST },
        { toQueueId: ACTIVE },
        { fromQueueId: ACTIVE, toQueue: 'gone', toQueueId: null },
        { fromQueue: 'gone', fromQueueId: null },
        { fromQueue: '' },
      ]),
      'brokenChain',
    );
    expect(problems.map(([, , problem]) => problem)).toEqual([
      'notWhereItWas',
      'sameQueue',
      'unknownQueue',
      'unknownQueue',
      'emptyQueue',
    ]);
  });

  test('gaps: three working days without a row, not counting days off, in a stream that is busy otherwise', () => {
    // A row on each of the 15 days, Monday 2 to Monday 16, but for those left out.
    const days = (...without: number[]) =>
      logOf(
        Array.from({ length: 15 }, (_, day) => day)
          .filter((day) => !without.includes(day))
          .map((day): [number, number, number] => [day, day * 24 + 12, ACTIVE]),
      );
    const gapsOf = (log: CheckedLog) =>
      resultOf(log, 'gaps').findings.map(({ detail }) => [detail.from, detail.to, detail.workingDays]);
    const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' }));
    const calendar = new WorkingCalendar({ timeZone: 'UTC', hours: weekdays, holidays: ['2026-03-11'] });
    expect(gapsOf(days(3, 4))).toEqual([]);
    expect(gapsOf(days(3, 4, 5))).toEqual([['2026-03-05', '2026-03-07', 3]]);
    expect(gapsOf({ ...days(3, 4, 5), calendar })).toEqual([]);
    expect(gapsOf({ ...days(3, 4, 5, 6, 7), calendar })).toEqual([['2026-03-05', '2026-03-09', 3]]);
    // 11 March is a holiday.
    expect(gapsOf({ ...days(7, 8, 9), calendar })).toEqual([]);
    expect(gapsOf(days(0, 1, 2, 3))).toEqual([]);
    expect(gapsOf(days(1, 2, 3, 5, 6, 7, 9, 10, 11))).toEqual([
      ['2026-03-03', '2026-03-05', 3],
      ['2026-03-07', '2026-03-09', 3],
      ['2026-03-11', '2026-03-13', 3],
    ]);
    expect(
      gapsOf(
        logOf([
          [1, 0, ACTIVE],
          [1, 14 * 24, LIVE],
        ]),
      ),
    ).toEqual([['2026-03-03', '2026-03-15', 13]]);
    // Five rows in fifteen days: such a stream is quiet, not silent.
    expect(gapsOf(days(1, 2, 3, 5, 6, 8, 9, 11, 12, 14))).toEqual([]);
  });

  test('blockedOutside: on a finished or uncommitted item, for over 30 days, or waiting for finished items', () => {
    const log = logOf([
      [1, 0, LIVE],
      [2, 0, BACKLOG],
      [3, 0, ACTIVE],
      [4, 0, ACTIVE],
      [5, 0, ACTIVE],
      [6, 0, ACTIVE],
      [7, 0, DROPPED],
    ]);
    const blocks = [
      { blockedAt: range.from, unblockedAt: null },
      { blockedAt: range.from, unblockedAt: null },
      { blockedAt: range.to - 31 * DAY, unblockedAt: range.to - DAY },
      { blockedAt: range.to - 31 * DAY, unblockedAt: null },
    ];
    const waits: Record<number, boolean[]> = { 5: [true, true], 6: [true, false], 1: [true] };
    const items = log.items.map((item, n) => ({
      ...item,
      blocks: item.itemId === 7 ? blocks.slice(0, 1) : blocks.slice(n, n + 1),
      waitsForFinished: waits[item.itemId] ?? [],
    }));
    expect(found({ ...log, items }, 'blockedOutside')).toEqual([
      [1, LIVE, 'finished'],
      [2, BACKLOG, 'uncommitted'],
      [4, ACTIVE, 'long'],
      [5, ACTIVE, 'waitsForFinished'],
      [7, DROPPED, 'dropped'],
    ]);
  });

  test('parentsOutOfStep: finished over open leaves, and not committed over started children', () => {
    const log = logOf([
      [1, 0, LIVE],
      [2, 0, ACTIVE],
      [3, 0, ACTIVE],
      [4, 0, BACKLOG],
      [5, 0, ACTIVE],
      [6, 0, BACKLOG],
      [7, 0, BACKLOG],
    ]);
    // 3 is below 2, below 1; 5 is below 4; 7 is below 6.
    const parents: Record<number, number> = { 2: 1, 3: 2, 5: 4, 7: 6 };
    const items = log.items.map((item) => ({ ...item, parentId: parents[item.itemId] ?? null }));
    expect(found({ ...log, items }, 'parentsOutOfStep')).toEqual([
      [1, LIVE, 'finishedWithOpenLeaves'],
      [4, BACKLOG, 'childrenStarted'],
    ]);
    const circle = items.map((item) => (item.itemId === 1 ? { ...item, parentId: 3 } : item));
    expect(found({ ...log, items: circle }, 'parentsOutOfStep').map(([itemId]) => itemId)).toEqual([4]);
  });

  test('deleted, imported and notes are counted', () => {
    const log = logOf([
      [1, 0, ACTIVE],
      [1, 1, TEST],
      [2, 0, ACTIVE],
      [2, 1, LIVE],
    ]);
    const odd = {
      ...log,
      items: log.items.map((item) => ({ ...item, isDeleted: item.itemId === 2 })),
      rows: log.rows.map((row, n) => ({
        ...row,
        isImported: n === 0,
        notes: n === 3 ? ['over_limit', 'blocked'] : [],
      })),
    };
    expect(found(odd, 'deleted')).toEqual([[2, LIVE, null]]);
    expect(resultOf(odd, 'imported')).toMatchObject({
      items: 1,
      share: 0.25,
      findings: [{ detail: { rows: 2, rowsImported: 1 } }],
    });
    expect(resultOf(odd, 'notes').findings.map(({ detail }) => detail.note)).toEqual([
      'over_limit',
      'blocked',
    ]);
  });

  test('structure: queues that are missing, that nobody enters, and no calendar', () => {
    const log = logOf([[1, 0, BACKLOG]]);
    const bare = { ...log, queues: QUEUES.slice(0, 1), settings: { ...log.settings, needsCalendar: true } };
    expect(found(bare, 'structure').map(([, , problem]) => problem)).toEqual([
      'noFinishedQueue',
      'noCommittedQueue',
      'noCalendar',
    ]);
    expect(
      found(
        logOf([
          [1, 0, BUFFER],
          [1, 1, ACTIVE],
        ]),
        'structure',
      ).map(([, queueId]) => queueId),
    ).toEqual([BACKLOG, TEST, LIVE, CLOSED, DROPPED]);
  });
});

test('a log without anything has no shares', () => {
  const { population, checks } = dataQuality(checkedLog([], QUEUES, range));
  expect(population).toBe(0);
  expect(new Set(checks.map(({ share }) => share))).toEqual(new Set([null]));
});
