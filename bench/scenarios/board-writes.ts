import { serviceDatabases } from '@kanban/schema/testing';
import { type FullBoard, fullQueues, startFullBoard } from '../board/full-board.ts';
import { writeAtOnce } from '../board/write-at-once.ts';
import { type Benchmark, percentile } from '../measurement.ts';

const people = 16;

/**
 * Writes a second of 16 people through the board API, on queues that are full: moves and all else that people do. Beside it, on the same
 * board, as many clients of plain SQL that move the same cards. Throws if a limit was broken, a person saw a deadlock, or verify drift.
 */
export const boardWrites: Benchmark = async function* ({ quick, log }) {
  const seconds = quick ? 3 : 30;
  for (const server of serviceDatabases()) {
    const board = await startFullBoard(server, people);
    try {
      const { tookMs, done, refused, findings, perSecond } = await writeAtOnce(board, { seconds });
      const told = [...refused].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`);
      log(`${server.name}: ${tookMs.length} writes, ${done} done; refused: ${told.join(', ')}`);
      log(
        `${server.name}: p50 ${percentile(tookMs, 0.5).toFixed(0)} ms, p99 ${percentile(tookMs, 0.99).toFixed(0)} ms`,
      );
      if (findings.length > 0) throw new Error(findings.join('\n'));
      const baseline = await moveByStatements(board, seconds / 3);
      yield {
        name: 'writes of 16 people',
        server: server.name,
        unit: '/s',
        ours: perSecond,
        baselineName: 'moves by plain SQL',
        baseline,
        ratio: perSecond / baseline,
        aim: '≥ 0.2',
      };
    } finally {
      await board.drop();
    }
  }
};

/** Statements a second, done or refused. */
async function moveByStatements({ pool, items }: FullBoard, seconds: number): Promise<number> {
  const startedAt = performance.now();
  let asked = 0;
  const move = async (mover: number) => {
    for (let step = 0; performance.now() - startedAt < 1000 * seconds; step++, asked++) {
      const queue = fullQueues[(mover + step) % fullQueues.length];
      const reference = items[(7 * mover + step) % items.length];
      await pool
        .query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference])
        .catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: people }, (_, mover) => move(mover)));
  return (1000 * asked) / (performance.now() - startedAt);
}
