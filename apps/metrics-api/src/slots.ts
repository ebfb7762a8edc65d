/** A limited number of places. */
export interface Slots {
  /**
   * Takes a place and returns a function that gives it back (once, however often it is called). Waits at most this
   * long; undefined: no place became free.
   */
  take(withinMs: number): Promise<(() => void) | undefined>;
}

export function createSlots(most: number): Slots {
  let taken = 0;
  const waiting = new Set<() => void>();

  function place(): () => void {
    taken++;
    let isMine = true;
    return () => {
      if (!isMine) return;
      isMine = false;
      taken--;
      const [next] = waiting;
      next?.();
    };
  }

  return {
    async take(withinMs) {
      if (taken < most) return place();
      return new Promise((resolve) => {
        const end = (answer: (() => void) | undefined) => {
          clearTimeout(timer);
          waiting.delete(onFree);
          resolve(answer);
        };
        const onFree = () => end(place());
        const timer = setTimeout(() => end(undefined), withinMs);
        waiting.add(onFree);
      });
    },
  };
}
