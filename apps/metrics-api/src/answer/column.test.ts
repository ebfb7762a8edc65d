import { expect, test } from 'vitest';
import { duration, header, instant, readable } from './column.ts';

const COLUMNS = ['reference', instant('finishedAt'), duration('leadTimeMs'), duration('inQueueMs:Ms: =1')];

test('a column for people stands right behind the one for programs', () => {
  expect(header(COLUMNS)).toEqual([
    'reference',
    'finishedAt',
    'finishedAtLocal',
    'leadTimeMs',
    'leadTimeInDays',
    'inQueueMs:Ms: =1',
    'inQueueInDays:Ms: =1',
  ]);
});

test('it has the clock of the zone, and days with four decimals', () => {
  const row = ['A-1', '2026-03-29T01:00:59.999999Z', 86_400_000 * 1.5, 1_234_567.891];
  expect(readable(COLUMNS, row, 'Europe/Berlin')).toEqual([
    'A-1',
    '2026-03-29T01:00:59.999999Z',
    '2026-03-29 03:00',
    129_600_000,
    1.5,
    1_234_567.891,
    // 0.01428898…
    0.0143,
  ]);
});

test('what is not there is not there twice, and a due day is of no zone', () => {
  expect(readable(COLUMNS, ['A-1', null, null, 0], 'UTC')).toEqual(['A-1', null, null, null, null, 0, 0]);
  expect(readable([instant('dueAt')], ['2026-03-29'], 'America/New_York')).toEqual([
    '2026-03-29',
    '2026-03-29',
  ]);
});
