import { DAY, type Instant, type Kind } from '../index.ts';
import type { History } from './histories.ts';

/** Day 0 of the board: Mon 2026-03-02. */
const DAY_0: Instant = Date.UTC(2026, 2, 2) * 1000;

export const boardDay = (day: number): Instant => DAY_0 + day * DAY;

const QUEUES: [string, Kind][] = [
  ['backlog', 'backlog'],
  ['ready', 'buffer'],
  ['dev', 'active'],
  ['review', 'buffer'],
  ['test', 'active'],
  ['live', 'delivered'],
  ['drop', 'dropped'],
];

/** On which day each item came to which queue. */
const MOVES = {
  A: '0 backlog, 1 ready, 2 dev, 4 review, 5 test, 6 live',
  B: '0 backlog, 1 ready, 3 dev, 5 review, 6 dev, 8 review, 9 test, 10 live',
  C: '0 backlog, 2 dev, 7 test, 8 live',
  D: '1 backlog, 2 ready, 4 dev, 9 review, 11 test, 14 live',
  E: '2 backlog, 5 ready, 6 dev',
  F: '3 backlog, 7 ready, 12 drop',
  G: '3 backlog, 9 ready, 12 dev, 14 review',
  H: '4 backlog, 9 live',
  I: '0 backlog, 1 ready, 2 dev, 3 test, 4 live, 5 test, 7 live',
};

/** A = 1, B = 2 … */
export const boardItem = (letter: string): number => Object.keys(MOVES).indexOf(letter) + 1;

/** The board on which the tests of every metric work their examples by hand; no item on it has a deadline. */
export function analyticsBoard(): History {
  const rows = Object.entries(MOVES).flatMap(([letter, moves]) =>
    moves.split(', ').map((move) => {
      const [day, queue] = move.split(' ');
      return {
        occurredAt: boardDay(Number(day)),
        itemId: boardItem(letter),
        toQueueId: QUEUES.findIndex(([name]) => name === queue) + 1,
      };
    }),
  );
  return {
    queues: QUEUES.map(([name, kind], place) => ({
      id: place + 1,
      name,
      kind,
      position: place,
      wipLimit: -1,
    })),
    rows: rows
      .toSorted((a, b) => a.occurredAt - b.occurredAt)
      .map((row, place) => ({ id: place + 1, ...row })),
    items: Object.keys(MOVES).map((letter) => ({
      itemId: boardItem(letter),
      type: 'story',
      classOfService: 'standard',
      dueAt: null,
    })),
    policies: [],
    hours: [],
    holidays: [],
  };
}

/** When and why its items were blocked: item, reason, first day, day on which it was over (null: still blocked on day 15). */
export const BOARD_REASONED_BLOCKS: [letter: string, reason: string, from: number, to: number | null][] = [
  ['D', 'no test data', 5, 7],
  ['D', 'vendor', 12, 13],
  ['E', 'vendor', 8, 11],
  ['E', 'vendor', 13, null],
];

/** Those of its items that were finished: item, first day, day on which it was over. */
export const BOARD_BLOCKS: [letter: string, from: number, to: number][] = [
  ['D', 5, 7],
  ['D', 12, 13],
];
