import { writeSync } from 'node:fs';
import { z } from 'zod';
import { type Environment, readSettings, variable } from './settings.ts';

/** The point at which a test kills the process, and at which pass; 1: the first. */
export interface FailPoint {
  readonly name: string;
  readonly pass: number;
}

const form = /^([a-z][a-z. -]*)(?::([1-9]\d{0,5}))?$/;

let armed: FailPoint | undefined;
let passes = 0;

const settings = z.object({
  KANBAN_FAIL_POINT: variable(
    z
      .string()
      .regex(form, 'must be the name of a fail point, or name:pass')
      .transform((text): FailPoint => {
        const [, name = '', pass = '1'] = form.exec(text) ?? [];
        return { name, pass: Number(pass) };
      })
      .optional(),
  ),
});

/** KANBAN_FAIL_POINT, `name` or `name:pass`, for `armFailPoint`; undefined without one. Throws BadConfig. */
export function failPointToArm(env: Environment): FailPoint | undefined {
  return readSettings(settings, env).KANBAN_FAIL_POINT;
}

/** From now on the process dies at the given point. For tests only. */
export function armFailPoint(point: FailPoint | undefined): void {
  armed = point;
  passes = 0;
}

/**
 * A point at which a test may kill this process; otherwise it does nothing. There is one after every await between the
 * claim of an event and the settling of its deliveries. A real SIGKILL, without `finally` and without closing
 * connections; the message before it goes to stderr unbuffered.
 */
export function failPoint(name: string): void {
  if (armed?.name !== name || ++passes < armed.pass) return;
  writeSync(2, `Killed at fail point ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}
