import { firstCharacters } from './names.ts';

/** Everything that can be wrong with a request. The API turns each into a problem detail. */
export type InputProblem =
  | 'unknown-time-zone'
  | 'malformed-bound'
  | 'no-such-date'
  | 'out-of-bounds'
  | 'from-not-before-to'
  | 'too-many-intervals'
  | 'percentile-out-of-range'
  | 'unknown-clock-queue'
  | 'clock-queues-out-of-order';

export type InputParameter =
  | 'timeZone'
  | 'from'
  | 'to'
  | 'at'
  | 'asOf'
  | 'interval'
  | 'percentiles'
  | 'startQueue'
  | 'endQueue';

export interface InvalidInputDetails {
  problem: InputProblem;
  parameter: InputParameter;
  /** The value, unchanged. */
  value: string;
  /** What is wrong with it, to follow the parameter's name: "is after to". */
  reason: string;
  /** The allowed values. */
  allowed: string;
}

const SHOWN_CHARACTERS = 60;

/** The one error that domain functions throw for bad input; `message` is a sentence for a person. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly problem: InputProblem;
  readonly parameter: InputParameter;
  readonly value: string;
  readonly allowed: string;

  constructor({ problem, parameter, value, reason, allowed }: InvalidInputDetails) {
    const first = firstCharacters(value, SHOWN_CHARACTERS);
    const shown = first === value ? value : `${first}…`;
    super(`${parameter} "${shown}" ${reason}. Allowed: ${allowed}.`);
    this.problem = problem;
    this.parameter = parameter;
    this.value = shown;
    this.allowed = allowed;
  }
}
