import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** More than a screen holds of one column. */
const FIRST = 15;
const MORE = 25;

/**
 * How many cards of a column are drawn: at first those that can be seen, then more after each frame until it is all of them, so that
 * nobody waits for the two-thousandth card to see the first.
 */
export function useDrawnSoFar(longest: number): Signal<number> {
  const drawn = useSignal(FIRST);
  const isAnyLeft = drawn.value < longest;
  useEffect(() => {
    if (!isAnyLeft) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        drawn.value += MORE;
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [drawn.value, isAnyLeft]);
  return drawn;
}
