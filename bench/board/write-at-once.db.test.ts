import { serviceDatabases } from '@kanban/schema/testing';
import { afterEach, expect, test } from 'vitest';
import { type FullBoard, startFullBoard } from './full-board.ts';
import { writeAtOnce } from './write-at-once.ts';

let board: FullBoard | undefined;
afterEach(() => board?.drop());

test.each(serviceDatabases())(
  'sixteen people at full queues break no limit, see no deadlock and leave no drift, on $name',
  async (server) => {
    board = await startFullBoard(server, 16);
    const { findings, refused, done } = await writeAtOnce(board, { writes: 240 });
    expect(findings).toEqual([]);
    // Else nobody was in anybody's way.
    expect(refused.get('QUEUE_FULL')).toBeGreaterThan(10);
    expect(done).toBeGreaterThan(20);
  },
);
