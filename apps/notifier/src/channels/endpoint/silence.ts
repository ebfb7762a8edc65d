/** As often in a row, and for as long. */
const FEWEST_TIMES = 3;
const COOL_DOWN_MS = 15_000;

/**
 * Knows the endpoints that take connections and never answer. Each such try holds a place for its whole deadline, and a few
 * hundred of them would hold up every other endpoint of the channel. So after three in a row nothing is sent there for a
 * while, but for one try when that is over. Known to this process only: another one finds out for itself.
 */
export interface Silence {
  /** How long to leave the endpoint alone, in ms; 0: try it. Then others are told to wait until this try is over. */
  leftMs(name: string): number;
  /** How a try ended. */
  note(name: string, wasSilent: boolean): void;
}

export function createSilence(now: () => number = () => performance.now()): Silence {
  const silent = new Map<string, { times: number; until: number }>();
  return {
    leftMs(name) {
      const known = silent.get(name.toLowerCase());
      if (!known || known.times < FEWEST_TIMES) return 0;
      const left = known.until - now();
      if (left > 0) return left;
      known.until = now() + COOL_DOWN_MS;
      return 0;
    },
    note(name, wasSilent) {
      const key = name.toLowerCase();
      if (wasSilent) {
        silent.set(key, { times: (silent.get(key)?.times ?? 0) + 1, until: now() + COOL_DOWN_MS });
      } else silent.delete(key);
    },
  };
}
