import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeChains } from './make-chains.ts';
import { QualityReport, type Remark, remarks } from './quality.ts';
import type { LogRow } from './read-log.ts';

const queues = new Set(['Backlog', 'Build', 'Done', '(none)']);

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
  const report = new QualityReport();
  const { references, steps } = makeChains(rows(...lines), queues, report);
  const counts = Object.fromEntries(
    (Object.keys(remarks) as Remark[]).flatMap((remark) =>
      report.count(remark) ? [[remark, report.count(remark)]] : [],
    ),
  );
  return {
    counts,
    steps: steps.map(({ at, item, from, to }) => `${at} ${references[item]} ${from ?? '-'} ${to ?? '-'}`),
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

  test('rows out of order are sorted, those of the same instant stay in the order of the file', () => {
    expect(chains('2 A Backlog Build', '1 A - Backlog', '2 A Build Done')).toMatchObject({
      steps: ['1 A - Backlog', '2 A Backlog Build', '2 A Build Done'],
      counts: { outOfOrder: 1 },
    });
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

  test('unknown queues are refused, each named with how often it stands there', () => {
    expect(() => chains('1 A - Review', '2 A Review Build', '3 A Build Live')).toThrow(
      'The file names queues that --queues lacks: Review (2 times), Live (1 times). --queues and the stream have: Backlog, Build, Done.',
    );
  });

  test('whatever the log: time never runs back, each step starts where the last one ended and leads elsewhere', () => {
    const name = fc.constantFrom('', 'Backlog', 'Build', 'Done');
    const row = fc.record({
      at: fc.nat(20),
      reference: fc.constantFrom('A', 'B', 'C'),
      from: name,
      to: name,
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (log) => {
        const { steps } = makeChains(
          log.map((one, index) => ({ ...one, line: index + 2 })),
          queues,
          new QualityReport(),
        );
        const places = new Map<number, string | null>();
        let at = 0;
        for (const step of steps) {
          expect(step.at).toBeGreaterThanOrEqual(at);
          expect(step.from).toBe(places.get(step.item) ?? null);
          expect(step.to).not.toBe(step.from);
          places.set(step.item, step.to);
          at = step.at;
        }
      }),
    );
  });
});
