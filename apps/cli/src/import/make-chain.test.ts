import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../history/history.ts';
import type { LogRow } from './log-row.ts';
import { makeChain } from './make-chain.ts';
import type { RowOrder } from './order-rows.ts';
import { QualityReport, type Remark, remarks } from './quality.ts';

/** `at reference from to` a line; `-` is empty. */
function rows(...lines: string[]): LogRow[] {
  return lines.map((line, index) => {
    const [at, reference = '', from = '', to = ''] = line
      .split(' ')
      .map((part) => (part === '-' ? '' : part));
    return { line: index + 2, at: Number(at), reference, from, to };
  });
}

function chains(...lines: string[]) {
  return chainsBy('times', ...lines);
}

interface ItemStep extends Step {
  readonly reference: string;
}

/** The chains of all items, in the order in which a log has them. */
function chainsOf(log: readonly LogRow[], order: RowOrder, report: QualityReport): ItemStep[] {
  const inTime = log.toSorted((a, b) => a.at - b.at);
  const items = [...Map.groupBy(inTime, ({ reference }) => reference)];
  const steps = items.flatMap(([reference, own]) =>
    makeChain(own, order, report).steps.map((step) => ({ ...step, reference })),
  );
  return steps.sort((a, b) => a.at - b.at || a.place - b.place);
}

function chainsBy(order: RowOrder, ...lines: string[]) {
  const report = new QualityReport();
  const steps = chainsOf(rows(...lines), order, report);
  const counts = Object.fromEntries(
    (Object.keys(remarks) as Remark[]).flatMap((remark) =>
      report.count(remark) ? [[remark, report.count(remark)]] : [],
    ),
  );
  return {
    counts,
    steps: steps.map(({ at, reference, from, to }) => `${at} ${reference} ${from ?? '-'} ${to ?? '-'}`),
    all: steps,
  };
}

describe('a log becomes whole chains', () => {
  test('one that is whole stays as it is, without a remark', () => {
    const log = [
      '1 A - Backlog',
      '2 A Backlog Build',
      '2 B - Build',
      '3 A Build Done',
      '4 B Build -',
      '5 B - Backlog',
    ];
    expect(chains(...log)).toMatchObject({ steps: log, counts: {} });
  });

  test('moves into the same queue are left out', () => {
    expect(chains('1 A - Build', '2 A Build Build')).toMatchObject({
      steps: ['1 A - Build'],
      counts: { sameQueue: 1 },
    });
  });

  test('a break is moved from where the item was, and the reason keeps what the file says', () => {
    const { steps, counts, all } = chains('1 A - Backlog', '2 A Build Done', '3 A - Build');
    expect(steps).toEqual(['1 A - Backlog', '2 A Backlog Done', '3 A Done Build']);
    expect(counts).toEqual({ brokenChains: 2 });
    expect(all.map((step) => step.reason)).toEqual([
      null,
      'imported; the file says from Build',
      'imported; the file says that it entered here',
    ]);
  });

  test('an item whose first row comes from a queue enters where that row leads', () => {
    expect(chains('1 A Build Done')).toMatchObject({ steps: ['1 A - Done'], counts: { startsMidway: 1 } });
  });

  test('rows in any order of the file are sorted without a remark, where each item is whole by its times', () => {
    expect(chains('3 A Build Done', '2 A Backlog Build', '1 A - Backlog', '1 B - Build')).toMatchObject({
      steps: ['1 A - Backlog', '1 B - Build', '2 A Backlog Build', '3 A Build Done'],
      counts: {},
    });
  });

  test('rows of the same instant follow from one another, where the file has them in another order', () => {
    expect(chains('1 A Build Done', '1 A - Backlog', '1 B - Build', '1 A Backlog Build')).toMatchObject({
      steps: ['1 A - Backlog', '1 A Backlog Build', '1 B - Build', '1 A Build Done'],
      counts: {},
    });
  });

  test('a file that was written twice is one remark, even where all rows have one instant', () => {
    const once = ['1 A - Backlog', '1 A Backlog Build', '1 A Build Done'];
    expect(chains(...once, ...once)).toMatchObject({ steps: once, counts: { duplicates: 3 } });
  });

  const finishedBeforeItStarted = ['1 A - Backlog', '5 A Backlog Build', '3 A Build Done', '4 B - Build'];

  test('an item that was finished before it started is one remark, and read by its times it stays open', () => {
    const { steps, counts, all } = chains(...finishedBeforeItStarted);
    expect(steps).toEqual(['1 A - Backlog', '3 A Backlog Done', '4 B - Build', '5 A Done Build']);
    expect(counts).toEqual({ timesAgainstMoves: 1 });
    expect(all[1]?.reason).toBe('imported; the file says from Build');
  });

  test('read by its moves it is finished, no earlier than it started, and the reason keeps what the file says', () => {
    const { steps, counts, all } = chainsBy('moves', ...finishedBeforeItStarted.toReversed());
    expect(steps).toEqual(['1 A - Backlog', '4 B - Build', '5 A Backlog Build', '5 A Build Done']);
    expect(counts).toEqual({ timesMoved: 1 });
    expect(all.at(-1)?.reason).toBe('imported; the file says at 1970-01-01T00:00:00.000003Z');
  });

  test('an entry without a queue enters (none), and leaves it without a break', () => {
    expect(chains('1 A - -', '1 A - Build')).toMatchObject({
      steps: ['1 A - (none)', '1 A (none) Build'],
      counts: { emptyStatus: 1 },
    });
  });

  test('a row that is there twice and a second departure are left out', () => {
    expect(chains('1 A - Build', '1 A - Build', '2 A Build -', '3 A Build -')).toMatchObject({
      steps: ['1 A - Build', '2 A Build -'],
      counts: { duplicates: 1, doubleDepartures: 1 },
    });
  });

  test('in any log time never runs back, and each step starts where the last one ended and leads elsewhere', () => {
    const name = fc.constantFrom('', 'Backlog', 'Build', 'Done');
    const row = fc.record({
      at: fc.nat(20),
      reference: fc.constantFrom('A', 'B', 'C'),
      from: name,
      to: name,
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.constantFrom('times', 'moves'), (log, order) => {
        const steps = chainsOf(
          log.map((one, index) => ({ ...one, line: index + 2 })),
          order,
          new QualityReport(),
        );
        const places = new Map<string, string | null>();
        let at = 0;
        for (const step of steps) {
          expect(step.at).toBeGreaterThanOrEqual(at);
          expect(step.from).toBe(places.get(step.reference) ?? null);
          expect(step.to).not.toBe(step.from);
          places.set(step.reference, step.to);
          at = step.at;
        }
      }),
    );
  });

  test('however a whole history is shuffled, and however many of its rows have one instant: it is whole without a remark', () => {
    const move = fc.record({ wait: fc.nat(1), to: fc.constantFrom('Backlog', 'Build', 'Done', '') });
    fc.assert(
      fc.property(
        fc.array(move, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (moves, keys) => {
          let at = 1;
          let from = '';
          const history: { row: LogRow; key: number }[] = [];
          for (const { wait, to } of moves) {
            if (to === from) continue;
            at += wait;
            const row = { line: history.length + 2, at, reference: 'A', from, to };
            history.push({ row, key: Number(keys.next().value) });
            from = to;
          }
          const shuffled = history.toSorted((a, b) => a.key - b.key).map(({ row }) => row);
          const report = new QualityReport();
          const steps = chainsOf(shuffled, 'times', report);
          expect(steps.map((step) => step.at)).toEqual(history.map(({ row }) => row.at));
          expect(steps.map((step) => step.reason)).toEqual(history.map(() => null));
        },
      ),
    );
  });
});
