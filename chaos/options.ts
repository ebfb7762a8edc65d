import { parseArgs } from 'node:util';
import type { FaultCounts, Programs } from './schedule.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** How long faults happen; what was begun is waited for afterwards. */
  readonly lengthMs: number;
  readonly events: number;
  /** How many hear of each departure from the last queue. */
  readonly crowd: number;
  readonly counts: FaultCounts;
  readonly programs: Programs;
  readonly database: 'mariadb' | 'mysql';
  /** Where history, journal and logs go. */
  readonly folder: string;
}

export const usage = `Usage: npm run chaos -- [--seed N] [--minutes M] [--kills K] …

Kills, pauses, flushes, cuts off and restarts relays, notifiers, board APIs, Redis, the database and the mail server at random
under load, on servers of its own; then compares what the mail server accepted with what the database says, and the log of moves
with what the board API answered. The same seed, length and counts make the same schedule of faults. Exit code 1 when anything was
lost, moved twice, sent twice unmarked, or ended by itself.

  --seed N               a whole number; by default one of the clock, which is told
  --minutes M            how long faults happen (2)
  --events N             events to be written meanwhile (500 a minute)
  --crowd N              how many hear of each departure from the last queue (12), told in parts of 5
  --kills K              SIGKILLs of any process (30 a minute)
  --flushes N            FLUSHALLs of Redis (1 a minute, at least 2)
  --database-restarts N  half of them SIGKILLs (1 a minute, at least 2)
  --redis-restarts N     the same for Redis (1 a minute, at least 2)
  --mail-outages N       refusing, silent, slow, cutting, away (3 a minute, at least 10: one of each kind)
  --others N             pauses, cut lines, frozen lines, killed connections: N of each; half as many of deadlocks,
                         read-only databases and full Redis servers (2 a minute, at least 2)
  --relays N, --notifiers N, --boards N   processes (2, 3, 1)
  --database NAME        mariadb or mysql (mariadb)
  --out FOLDER           for history.json, summary.md, the mail server's journal and all logs (.kanban/chaos)
  --help`;

/** Reads the command line. Throws an Error with a sentence; undefined: help was asked for. */
export function readOptions(args: readonly string[], defaultFolder: string): ChaosOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      minutes: text,
      events: text,
      crowd: text,
      kills: text,
      flushes: text,
      'database-restarts': text,
      'redis-restarts': text,
      'mail-outages': text,
      others: text,
      relays: text,
      notifiers: text,
      boards: text,
      database: text,
      out: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const number = (name: Exclude<keyof typeof values, 'help'>, otherwise: number, least = 0): number => {
    const given = values[name];
    const value = given === undefined ? otherwise : Number(given);
    if (given !== '' && value >= least && (name === 'minutes' || Number.isInteger(value))) return value;
    throw new Error(`--${name} is ${given} but must be a number from ${least} on`);
  };
  const minutes = number('minutes', 2, 0.1);
  const perMinute = (count: number, least = 0) => Math.max(Math.round(count * minutes), least);
  const database = values.database ?? 'mariadb';
  if (database !== 'mariadb' && database !== 'mysql') {
    throw new Error(`--database is ${database} but must be mariadb or mysql`);
  }
  return {
    seed: number('seed', Date.now() % 1_000_000),
    lengthMs: minutes * 60_000,
    events: number('events', perMinute(500)),
    crowd: number('crowd', 12),
    counts: {
      kills: number('kills', perMinute(30)),
      flushes: number('flushes', perMinute(1, 2)),
      databaseRestarts: number('database-restarts', perMinute(1, 2)),
      redisRestarts: number('redis-restarts', perMinute(1, 2)),
      mailOutages: number('mail-outages', perMinute(3, 10)),
      others: number('others', perMinute(2, 2)),
    },
    programs: {
      relays: number('relays', 2, 1),
      notifiers: number('notifiers', 3, 1),
      boards: number('boards', 1, 1),
    },
    database,
    folder: values.out ?? defaultFolder,
  };
}
