import type { Summarised } from '../../answer/asked-comparison.ts';
import type { countsOf } from './counts.ts';

type Counts = ReturnType<typeof countsOf>;

/** Fewer broken promises may only mean that less was promised. */
const BETTER = { finished: 'higher', movedBack: 'lower', blocked: 'lower' } as const;

export function comparedOf(changes: Counts): Summarised<{ changes: Counts }> {
  return {
    summary: { changes },
    figures: changes.flatMap(({ change, times, items }) => {
      const better = change in BETTER ? BETTER[change as keyof typeof BETTER] : null;
      return [
        { figure: `changes.${change}.times`, value: times, better, items },
        { figure: `changes.${change}.items`, value: items, better, items },
      ];
    }),
  };
}
