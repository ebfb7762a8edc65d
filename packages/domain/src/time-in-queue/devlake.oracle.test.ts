import { expect, test } from 'vitest';
import { elapsedBetween, type Queue, timeInQueue } from '../index.ts';
import { naiveItems, naiveVisits } from '../testing/naive-fold.ts';
import { hasSharedData, sharedInstant, sharedRows } from '../testing/shared-data.ts';

const AT = Date.UTC(2024, 0, 1) * 1000;

test.skipIf(!hasSharedData)(
  'devlake: time in each status is that of its own history of 32 real issues',
  () => {
    const file = sharedRows('devlake-issue-trace/audit_log.csv');
    const names = [...new Set(file.map((row) => row.to_queue as string))].filter((name) => name !== '');
    const queues = names.map(
      (name, n): Queue => ({ id: n + 1, name, kind: 'active', position: n, wipLimit: -1 }),
    );
    const references = [...new Set(file.map((row) => row.reference))];
    const rows = file.map((row, n) => ({
      id: n + 1,
      occurredAt: sharedInstant(row.occurred_at) as number,
      itemId: references.indexOf(row.reference) + 1,
      // One row names no status.
      toQueueId: queues.find(({ name }) => name === row.to_queue)?.id ?? null,
    }));
    const items = naiveItems(rows, queues).map((item) => ({
      ...item,
      visits: naiveVisits(rows, item.itemId),
      blocks: [],
    }));
    const answer = timeInQueue(items, queues, {
      ...{ scope: 'window', range: { from: 0, to: AT }, at: AT, measure: 'cycle', between: elapsedBetween },
      ...{ percentiles: [50], method: 'nearest-rank', minimumSample: 10 },
    });

    // Each status lasted until the next one of its issue.
    const history = Map.groupBy(
      sharedRows('devlake-issue-trace/snapshot_tables_issue_status_history.csv').map((row) => ({
        issue: row.issue_id,
        status: row.original_status as string,
        startsAt: Date.parse(row.start_date as string),
      })),
      ({ issue }) => issue,
    );
    const expected = new Map<string, { visits: number; ms: number }>();
    for (const statuses of history.values()) {
      const inOrder = statuses.toSorted((a, b) => a.startsAt - b.startsAt);
      for (const [place, { status, startsAt }] of inOrder.entries()) {
        if (status === '') continue;
        const { visits, ms } = expected.get(status) ?? { visits: 0, ms: 0 };
        const endsAt = inOrder[place + 1]?.startsAt ?? AT / 1000;
        expected.set(status, { visits: visits + 1, ms: ms + endsAt - startsAt });
      }
    }
    expect(history.size).toBe(32);
    expect([...expected.values()].reduce((sum, { visits }) => sum + visits, 0)).toBeGreaterThan(190);
    const told = answer.queues.flatMap(({ queue, visits, totalUs }) =>
      queue === null ? [] : [[queue.name, { visits, ms: totalUs / 1000 }] as const],
    );
    expect(new Map(told)).toEqual(expected);
  },
);
