/** Silent attempts in a row before a pause, and its length. */
const FEWEST_TIMES = 3;
const COOL_DOWN_MS = 15_000;

/**
 * Notes endpoints that accept connections and never answer. Each such attempt takes a place for its whole deadline, and
 * a few hundred would delay all other endpoints of the channel. So after three in a row the endpoint gets a pause and
 * then one trial request. Each process finds out by itself.
 */
export interface Silence {
  /** The time to leave the endpoint alone, in ms; 0: try it. Others then wait until this attempt ends. */
  leftMs(name: string): number;
  /** How an attempt ended. */
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
