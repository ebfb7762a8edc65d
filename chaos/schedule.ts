import { mailOutages } from './mail/behaviour.ts';
import { oneOf, seeded } from './random.ts';

/** What can go wrong, in the words of the report. */
export const faultKinds = [
  'kill',
  'pause',
  'clean restart',
  'flush of Redis',
  'Redis full',
  'database read-only',
  'deadlocks',
  'connections killed',
  'cut line',
  'frozen line',
  'mail outage',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly atMs: number;
  readonly kind: FaultKind;
  /** A process, or a line `relay-1 to redis`; for a mail outage what the server does. */
  readonly target: string;
  /** Until it is over, or until what was killed is started again. */
  readonly lastsMs: number;
}

export interface FaultCounts {
  /** SIGKILLs of relays, notifiers, Redis, the database and the mail server together. */
  readonly kills: number;
  readonly flushes: number;
  /** Restarts of the database, half of them by SIGKILL; those count among the kills. */
  readonly databaseRestarts: number;
  readonly redisRestarts: number;
  readonly mailOutages: number;
  /** Of each of the other kinds. */
  readonly others: number;
}

export interface Programs {
  readonly relays: number;
  readonly notifiers: number;
  /** Board APIs, by which some of the movers move. */
  readonly boards: number;
}

export function programNames({ relays, notifiers, boards }: Programs): string[] {
  return [
    ...Array.from({ length: relays }, (_, n) => `relay-${n + 1}`),
    ...Array.from({ length: notifiers }, (_, n) => `notifier-${n + 1}`),
    ...Array.from({ length: boards }, (_, n) => `board-${n + 1}`),
  ];
}

/** What a program is connected to. */
const endsOf = (name: string) => {
  if (name.startsWith('board')) return ['database'];
  return ['database', 'redis', ...(name.startsWith('notifier') ? ['mail'] : [])];
};

/** Every connection there is, by its two ends: each runs through a line of its own that can be cut. */
export function lineNames(programs: Programs): string[] {
  return programNames(programs).flatMap((name) => endsOf(name).map((end) => `${name} to ${end}`));
}

/** The faults of a run, in order of time: the same ones for the same seed, length and counts. */
export function planFaults(seed: number, lengthMs: number, counts: FaultCounts, programs: Programs): Fault[] {
  const random = seeded(seed);
  const faults: Fault[] = [];
  const between = (least: number, most: number) => Math.round(least + random() * (most - least));
  const add = (count: number, kind: FaultKind, target: () => string, least: number, most: number) => {
    for (let n = 0; n < count; n++) {
      faults.push({
        atMs: Math.floor(random() * lengthMs),
        kind,
        target: target(),
        lastsMs: between(least, most),
      });
    }
  };
  const names = programNames(programs);
  const lines = lineNames(programs);
  const databaseKills = Math.ceil(counts.databaseRestarts / 2);
  const redisKills = Math.ceil(counts.redisRestarts / 2);
  const mailKills = Math.min(Math.ceil(counts.kills / 50), counts.mailOutages);
  const programKills = Math.max(counts.kills - databaseKills - redisKills - mailKills, 0);

  add(programKills, 'kill', () => oneOf(names, random), 0, 300);
  add(databaseKills, 'kill', () => 'database', 0, 1_500);
  add(counts.databaseRestarts - databaseKills, 'clean restart', () => 'database', 0, 1_000);
  add(redisKills, 'kill', () => 'redis', 0, 1_500);
  add(counts.redisRestarts - redisKills, 'clean restart', () => 'redis', 0, 1_000);
  add(mailKills, 'kill', () => 'mail', 0, 1_000);
  add(counts.flushes, 'flush of Redis', () => 'redis', 500, 2_000);
  // Each behaviour in turn, so that none is left out of a short run.
  let turn = Math.floor(random() * mailOutages.length);
  add(
    counts.mailOutages,
    'mail outage',
    () => mailOutages[turn++ % mailOutages.length] as string,
    300,
    4_000,
  );
  // Longer than a lease, now and then: what was paused comes back and must find that it was overtaken.
  add(counts.others, 'pause', () => oneOf(names, random), 100, 6_000);
  add(Math.ceil(counts.others / 3), 'pause', () => oneOf(['redis', 'database', 'mail'], random), 100, 3_000);
  add(counts.others, 'cut line', () => oneOf(lines, random), 50, 2_000);
  add(counts.others, 'frozen line', () => oneOf(lines, random), 500, 5_000);
  add(counts.others, 'connections killed', () => 'database', 0, 0);
  add(Math.ceil(counts.others / 2), 'deadlocks', () => 'database', 500, 2_000);
  add(Math.ceil(counts.others / 2), 'database read-only', () => 'database', 300, 2_500);
  add(Math.ceil(counts.others / 2), 'Redis full', () => 'redis', 300, 2_500);
  return faults.sort((a, b) => a.atMs - b.atMs);
}
