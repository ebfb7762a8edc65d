import fc from 'fast-check';

/** The queues of the boards that operations are tried on, by key: small, so that rules have something to refuse. */
export const smallBoard = [
  { base: 'ideas', kind: 'backlog', limit: -1 },
  { base: 'ready', kind: 'buffer', limit: 3 },
  { base: 'build', kind: 'active', limit: 2 },
  { base: 'check', kind: 'active', limit: 2 },
  { base: 'live', kind: 'delivered', limit: -1 },
  { base: 'closed', kind: 'completed', limit: -1 },
  { base: 'bin', kind: 'dropped', limit: -1 },
] as const;

export const people = ['ann', 'bob', 'Cléo 🐝'];

export const queue = fc.nat({ max: smallBoard.length - 1 });
export const assignee = fc.constantFrom(...people, null);
export const limit = fc.integer({ min: -1, max: 3 });

/** An item by its number; or, where there are any, one for which the operation makes sense. */
export type Picked = number | { readonly apt: number };

export function itemsBelow(count: number) {
  const item = fc.nat({ max: count - 1 });
  const apt = item.map((n) => ({ apt: n }));
  return {
    item,
    picked: fc.oneof({ weight: 1, arbitrary: item }, { weight: 2, arbitrary: apt }) as fc.Arbitrary<Picked>,
    items: fc.uniqueArray(item, { minLength: 2, maxLength: 4 }),
  };
}
export type Items = ReturnType<typeof itemsBelow>;
