import { InvalidArgumentError } from 'commander';

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** How long ago: `30d`, `12h`, `15m`, `2w` or `90s`, as seconds. */
export function ageSeconds(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be an age like 30d, 12h, 15m or 2w.');
  return Number(match[1]) * seconds[match[2] as keyof typeof seconds];
}
