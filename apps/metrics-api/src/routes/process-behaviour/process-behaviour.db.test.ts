import type { AnswerTo } from '@kanban/api';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';

type ProcessBehaviour = AnswerTo<'/v1/process-behaviour'>;
type Query = Record<string, string>;

const DAY_MS = 86_400_000;

describe.each(readerDatabases())('the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    await database.pool.query("UPDATE work_items SET type = 'defect', assignee = 'ada' WHERE reference = ?", [
      board.referenceOf('C'),
    ]);
    await database.pool.query(
      "UPDATE work_items SET class_of_service = 'expedite', parent = ? WHERE reference = ?",
      [board.referenceOf('A'), board.referenceOf('D')],
    );
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  }, 300_000);
  afterAll(() => api.close());

  const asked = (query: Query) => ({ stream: board.stream, from: '2026-03-02', to: '2026-03-16', ...query });
  const ask = (query: Query = {}) => api.ask<ProcessBehaviour>('/v1/process-behaviour', asked(query));
  const chart = async (query: Query) => {
    const [only] = (await ask(query)).families;
    if (!only) throw new Error('no family');
    return only;
  };
  const values = async (query: Query) => (await chart(query)).points.map(({ value }) => value);
  const inDays = async (query: Query) => (await values(query)).map((ms) => ms / DAY_MS);

  test('limits of WIP, and which points are signals', async () => {
    const { limits, points, signals, unit } = await chart({ family: 'wip' });
    expect(unit).toBe('items');
    expect([limits?.average, limits?.lower, limits?.upper].map((line) => line?.toFixed(6))).toEqual([
      '3.866667',
      '1.206667',
      '6.526667',
    ]);
    expect(limits).toMatchObject({ baselinePoints: 15, isProvisional: true, isLowerDrawn: true });
    expect(points.map(({ value }) => value)).toEqual([0, 3, 5, 5, 4, 6, 5, 5, 4, 5, 4, 4, 3, 3, 2]);
    expect(signals).toEqual([
      { rule: 'beyondLimit', from: 0, to: 0, side: 'below' },
      { rule: 'fourOfFive', from: 2, to: 9, side: 'above' },
      { rule: 'eightInARow', from: 2, to: 11, side: 'above' },
    ]);
    expect(points[5]).toMatchObject({
      label: '2026-03-07',
      reference: null,
      signals: ['fourOfFive', 'eightInARow'],
    });
  });

  test('family: what each charts, and several in one answer', async () => {
    expect(await values({ family: 'throughput' })).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1]);
    expect(await values({ family: 'arrivals' })).toEqual([0, 3, 2, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 0, 0]);
    expect(await inDays({ family: 'totalAge' })).toEqual([
      0, 3, 8, 13, 14, 24, 24, 23, 21, 26, 21, 25, 23, 26, 16,
    ]);
    expect((await inDays({ family: 'age' })).slice(0, 3)).toEqual([1, 1.6, 2.6]);
    // A I C H B D, as they were finished: H took no time.
    expect(await inDays({ family: 'cycleTime' })).toEqual([5, 6, 6, 0, 9, 12]);
    expect(await inDays({ family: 'leadTime' })).toEqual([6, 7, 8, 5, 10, 13]);
    const { points, unit } = await chart({ family: 'cycleTime' });
    expect([unit, board.letterOf(points[3]?.reference ?? ''), points[3]?.label]).toEqual(['ms', 'H', null]);
    expect((await ask({ family: 'wip,cycleTime' })).families.map(({ family }) => family)).toEqual([
      'wip',
      'cycleTime',
    ]);
  });

  test('baselineFrom, baselineTo: limits of other days than those shown', async () => {
    // 5 5 4 6: moving ranges 0 1 2.
    const baseline = { baselineFrom: '2026-03-04', baselineTo: '2026-03-07' };
    const { limits, points } = await chart({ family: 'wip', ...baseline });
    expect(limits).toMatchObject({ average: 5, meanMovingRange: 1, upper: 7.66, baselinePoints: 4 });
    expect(points.filter(({ isBaseline }) => isBaseline).map(({ value }) => value)).toEqual([5, 5, 4, 6]);
    const later = await chart({ family: 'wip', from: '2026-03-12', ...baseline });
    expect(later.points).toHaveLength(5);
    expect(later.limits).toEqual(limits);
    // From day 3 up to the end of the range.
    expect((await chart({ family: 'wip', baselineFrom: '2026-03-05' })).limits?.baselinePoints).toBe(12);
    expect((await chart({ family: 'wip', baselineTo: '2026-03-05' })).limits?.baselinePoints).toBe(4);
  });

  test('clamp: a lower line under 0 stands at 0, or where it falls', async () => {
    const zero = await chart({ family: 'arrivals' });
    const none = await chart({ family: 'arrivals', clamp: 'none' });
    expect(zero.limits).toMatchObject({ lower: 0, isLowerDrawn: false });
    expect(none.limits?.isLowerDrawn).toBe(true);
    expect(none.limits?.lower).toBeLessThan(0);
  });

  test('days: weekends left out by the calendar', async () => {
    await database.pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
      [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
    ]);
    const working = await values({ family: 'wip', days: 'working' });
    const worked = await inDays({ family: 'cycleTime', clock: 'working' });
    await database.pool.query('DELETE FROM working_hours');
    // Days 5, 6, 12 and 13 are Saturdays and Sundays.
    expect(working).toEqual([0, 3, 5, 5, 4, 5, 4, 5, 4, 4, 2]);
    // A was worked on from Tuesday to the end of Friday: 4 days of 8 hours.
    expect(worked[0]).toBe(32 / 24);
  });

  test('interval, at, timeZone, filters and groups', async () => {
    expect(await values({ family: 'wip', interval: 'week' })).toEqual([5, 3]);
    expect(await values({ family: 'wip', at: '2026-03-05T12:00:00Z' })).toEqual([0, 3, 5]);
    expect(await values({ family: 'throughput', timeZone: 'America/New_York' })).toEqual([
      0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1,
    ]);
    expect(await inDays({ family: 'cycleTime', type: 'defect' })).toEqual([6]);
    expect(await inDays({ family: 'cycleTime', classOfService: 'expedite' })).toEqual([12]);
    expect(await inDays({ family: 'cycleTime', assignee: 'ada' })).toEqual([6]);
    expect(await inDays({ family: 'cycleTime', assignee: 'ada', fieldsAt: 'end' })).toEqual([]);
    expect(await inDays({ family: 'cycleTime', parent: board.referenceOf('A') })).toEqual([12]);
    const { groups } = await ask({ family: 'cycleTime', splitBy: 'type' });
    expect(groups.map(({ group, families }) => [group, families[0]?.points.length])).toEqual([
      ['defect', 1],
      ['story', 5],
    ]);
    const nobody = await chart({ family: 'cycleTime', type: 'nothing' });
    expect(nobody).toMatchObject({ limits: null, points: [], reasons: { limits: 'noItems' } });
  });

  test('as CSV: a column a rule', async () => {
    const csv = async (query: Query) => {
      const address = addressOf('/v1/process-behaviour', { ...asked(query), format: 'csv' });
      return parse(await (await api.app.request(address)).text(), { columns: true }) as Query[];
    };
    expect((await csv({ family: 'wip' }))[0]).toMatchObject({
      family: 'wip',
      label: '2026-03-02',
      value: '0',
      beyondLimit: 'true',
      eightInARow: 'false',
    });
    expect((await csv({ family: 'cycleTime', splitBy: 'type' }))[0]).toMatchObject({
      group: 'defect',
      value: '518400000',
    });
  });

  test('refuses what it does not chart', async () => {
    const response = await api.app.request(addressOf('/v1/process-behaviour', asked({ family: 'wip,size' })));
    expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'family' }]);
  });
});
