import { writeSync } from 'node:fs';
import { BadConfig, type Environment } from './settings.ts';

/** Where a test wants the process to die, and at which of its passes there; 1: the first. */
export interface FailPoint {
  readonly name: string;
  readonly pass: number;
}

let armed: FailPoint | undefined;
let passes = 0;

/** KANBAN_FAIL_POINT, `name` or `name:pass`, for `armFailPoint`; undefined without one. Throws BadConfig. */
export function failPointToArm(env: Environment): FailPoint | undefined {
  const text = env.KANBAN_FAIL_POINT;
  if (!text) return undefined;
  const [, name, pass = '1'] = /^([a-z][a-z. -]*)(?::([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (name) return { name, pass: Number(pass) };
  throw new BadConfig(`KANBAN_FAIL_POINT is ${text} but must be the name of a fail point, or name:pass`);
}

/** From now on the process dies where it is told to. For tests: nobody else sets KANBAN_FAIL_POINT. */
export function armFailPoint(point: FailPoint | undefined): void {
  armed = point;
  passes = 0;
}

/**
 * A moment at which a test may kill this process; nothing happens otherwise. It stands behind every await between the
 * claim of an event and the settling of its deliveries. A real SIGKILL, with no `finally` and no farewell to any server:
 * what is said beforehand goes to stderr without passing through a buffer.
 */
export function failPoint(name: string): void {
  if (armed?.name !== name || ++passes < armed.pass) return;
  writeSync(2, `Killed at fail point ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}
