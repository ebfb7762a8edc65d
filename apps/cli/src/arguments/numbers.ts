import { InvalidArgumentError } from 'commander';

/** A parser of option values: a number from `least` on, a whole one if asked. */
export function numberFrom(least: number, { whole = false } = {}): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (
      text.trim() === '' ||
      !Number.isFinite(value) ||
      value < least ||
      (whole && !Number.isSafeInteger(value))
    ) {
      throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number, ${least} or more.`);
    }
    return value;
  };
}

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `5s`, `250ms`, `2m` or plain seconds, as milliseconds. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match || Number(match[1]) === 0)
    throw new InvalidArgumentError('It must be a duration like 5s, 250ms or 2m.');
  return Number(match[1]) * units[(match[2] ?? 's') as keyof typeof units];
}
