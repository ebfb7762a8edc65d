import fc from 'fast-check';
import type { operationsOn } from './index.ts';
import type { Setting } from './rules.ts';

/**
 * Go by what the mover sees, also in an old snapshot: a card is placed beside another (refused when that is gone meanwhile), and
 * a flag that was said meanwhile is not seen. Sweeps are statements of their own for that.
 */
export const bySnapshot = new Set(['place', 'set due', 'flag', 'sweep']);

/** Settings unlike the default that a board begins with: what is off there is often on, and what is on is off now and then. */
export const switches = fc
  .tuple(
    fc.subarray<Setting>(['enforce_blocks', 'enforce_dependencies']),
    fc.subarray<Setting>(['enforce_wip_limits', 'enforce_person_limits', 'enforce_transitions'], {
      maxLength: 1,
    }),
  )
  .map(([on, off]) => [
    ...on.map((setting) => ({ setting, on: true })),
    ...off.map((setting) => ({ setting, on: false })),
  ]);
export type Switches = typeof switches extends fc.Arbitrary<infer T> ? T : never;

/** What some connections do to a board one after the other: most of it each for itself, some in transactions. */
export function stepsOf(
  { any, withinTransactions, byAnyone, byOthers, bulk }: ReturnType<typeof operationsOn>,
  connections: number,
) {
  const connection = fc.nat({ max: connections - 1 });
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('one' as const), connection, operations: fc.tuple(any) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('commit' as const, 'rollback' as const),
        connection,
        operations: fc.array(withinTransactions, { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      // One of whose snapshot is older than what the others did meanwhile, to the rules too.
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('late' as const),
        connection,
        others: fc.array(fc.record({ connection, operation: byOthers }), { minLength: 1, maxLength: 3 }),
        operations: fc.array(byAnyone, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      // Bulk work over many transactions, and what others try meanwhile.
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('bulk' as const),
        connection,
        others: fc.array(fc.record({ connection, operation: byAnyone }), { minLength: 1, maxLength: 4 }),
        operations: fc.tuple(bulk.begin.arbitrary),
      }),
    },
  );
  return fc.array(step, { minLength: 60, maxLength: 120, size: 'max' });
}
export type Step = ReturnType<typeof stepsOf> extends fc.Arbitrary<(infer T)[]> ? T : never;
