import fc from 'fast-check';
import * as model from './model-board.ts';

/** The queues of the boards that operations are tried on, by key: small, so that rules have something to refuse. */
export const smallBoard = [
  { base: 'ideas', kind: 'backlog', limit: -1 },
  { base: 'ready', kind: 'buffer', limit: 3 },
  { base: 'build', kind: 'active', limit: 2 },
  { base: 'check', kind: 'active', limit: 2 },
  { base: 'live', kind: 'delivered', limit: -1 },
  { base: 'bin', kind: 'dropped', limit: -1 },
] as const;

const queue = fc.nat({ max: smallBoard.length - 1 });
const assignee = fc.constantFrom('ann', 'bob', 'Cléo 🐝', null);
const limit = fc.integer({ min: -1, max: 3 });
const mover = fc.record({ actor: fc.constantFrom('ann', 'bob'), fastTrack: fc.boolean() });
const setting = fc.constantFrom(
  'enforce_wip_limits',
  'enforce_person_limits',
  'enforce_transitions',
  'enforce_blocks',
  'enforce_dependencies',
);
const of = <K extends string, T>(kind: K, fields: { [P in keyof T]: fc.Arbitrary<T[P]> }) =>
  fc.record({ kind: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<{ kind: K } & T>;

/**
 * Operations on items named by the numbers below `itemCount`: what anyone does to cards and items, in the frequency of a
 * lively board; and with them what an administrator does to the rules.
 */
export function operationsOn(itemCount: number) {
  const item = fc.nat({ max: itemCount - 1 });
  const items = fc.uniqueArray(item, { minLength: 2, maxLength: 4 });
  const onCards = [
    { weight: 6, arbitrary: of('enter', { item, queue }) },
    { weight: 14, arbitrary: of('move', { items: item.map((one) => [one]), queue, mover }) },
    { weight: 4, arbitrary: of('move', { items, queue, mover }) },
    { weight: 2, arbitrary: of('remove', { items }) },
    { weight: 2, arbitrary: of('log', { item, assignee }) },
    { weight: 1, arbitrary: of('erase', { item }) },
    { weight: 2, arbitrary: of('soft delete', { item }) },
    { weight: 3, arbitrary: of('restore', { item }) },
    { weight: 4, arbitrary: of('assign', { items, assignee }) },
    { weight: 3, arbitrary: of('block', { item, isBlocked: fc.boolean() }) },
    { weight: 3, arbitrary: of('depend', { item, other: item }) },
    { weight: 1, arbitrary: of('undepend', { item, other: item }) },
    {
      weight: 5,
      arbitrary: of('place', {
        item,
        other: item,
        side: fc.constantFrom('before' as const, 'after' as const),
      }),
    },
  ];
  const onRules = [
    { weight: 2, arbitrary: of('limit', { queue, limit }) },
    { weight: 1, arbitrary: of('rename', { queue, number: fc.nat({ max: 3 }) }) },
    {
      weight: 2,
      arbitrary: of('person limit', { assignee: fc.constantFrom('ann', 'bob', 'Cléo 🐝', ''), limit }),
    },
    { weight: 1, arbitrary: of('no person limit', { assignee: fc.constantFrom('ann', 'bob', '') }) },
    { weight: 3, arbitrary: of('allow', { queue, to: queue }) },
    { weight: 2, arbitrary: of('allow no longer', { queue, to: queue }) },
    { weight: 2, arbitrary: of('switch', { setting, on: fc.boolean() }) },
  ];

  return { cardOperation: fc.oneof(...onCards), operation: fc.oneof(...onCards, ...onRules) };
}
type Operations = ReturnType<typeof operationsOn>;
export type Operation = Operations['operation'] extends fc.Arbitrary<infer T> ? T : never;

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** How the operation is said in SQL on the board of a stream. */
export function statementsFor(board: model.Model, stream: string, each: Operation): Statement[] {
  const named = (n: number) => `${stream}-${n}`;
  const name = (key: number) => board.queues[key]?.name;
  const one = (sql: string, ...values: unknown[]): Statement[] => [{ sql, values }];
  switch (each.kind) {
    case 'log':
      return one(
        'INSERT INTO work_items (value_stream, reference, assignee) VALUES (?, ?, ?)',
        stream,
        named(each.item),
        each.assignee,
      );
    case 'enter':
      return one(
        'INSERT INTO queues (reference, queue_name) VALUES (?, ?)',
        named(each.item),
        name(each.queue),
      );
    case 'move':
      return [
        {
          sql: 'SET @kanban_actor = ?, @kanban_fast_track = ?',
          values: [each.mover.actor, each.mover.fastTrack ? 1 : null],
        },
        {
          sql: 'UPDATE queues SET queue_name = ? WHERE reference IN (?) ORDER BY reference',
          values: [name(each.queue), each.items.map(named)],
        },
      ];
    case 'remove':
      return one('DELETE FROM queues WHERE reference IN (?) ORDER BY reference', each.items.map(named));
    case 'erase':
      return one('DELETE FROM work_items WHERE reference = ?', named(each.item));
    case 'soft delete':
      return one('CALL delete_item(?)', named(each.item));
    case 'restore':
      return one('CALL restore_item(?)', named(each.item));
    case 'assign':
      return one(
        'UPDATE work_items SET assignee = ? WHERE reference IN (?) ORDER BY reference',
        each.assignee,
        each.items.map(named),
      );
    case 'block':
      return one(
        'UPDATE work_items SET blocked_reason = ? WHERE reference = ?',
        each.isBlocked ? 'waits for an answer' : null,
        named(each.item),
      );
    case 'depend':
      return one(
        'INSERT INTO dependencies (reference, depends_on) VALUES (?, ?)',
        named(each.item),
        named(each.other),
      );
    case 'undepend':
      return one(
        'DELETE FROM dependencies WHERE reference = ? AND depends_on = ?',
        named(each.item),
        named(each.other),
      );
    case 'place':
      return one('CALL place_item(?, ?, ?)', named(each.item), each.side, named(each.other));
    case 'limit':
      return one(
        'UPDATE wip_limits SET wip_limit = ? WHERE value_stream = ? AND queue_name = ?',
        each.limit,
        stream,
        name(each.queue),
      );
    case 'rename':
      return one(
        'UPDATE wip_limits SET queue_name = ? WHERE value_stream = ? AND queue_name = ?',
        newName(each),
        stream,
        name(each.queue),
      );
    case 'person limit':
      return one(
        `INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE wip_limit = VALUES(wip_limit)`,
        stream,
        each.assignee,
        each.limit,
      );
    case 'no person limit':
      return one('DELETE FROM person_limits WHERE value_stream = ? AND assignee = ?', stream, each.assignee);
    case 'allow':
      return one(
        'INSERT IGNORE INTO transitions (value_stream, from_queue, to_queue) VALUES (?, ?, ?)',
        stream,
        name(each.queue),
        name(each.to),
      );
    case 'allow no longer':
      return one(
        'DELETE FROM transitions WHERE value_stream = ? AND from_queue = ? AND to_queue = ?',
        stream,
        name(each.queue),
        name(each.to),
      );
    case 'switch':
      return one(
        'INSERT INTO settings (name, value_stream, value) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)',
        each.setting,
        stream,
        each.on ? 'on' : 'off',
      );
  }
}

/** What the model says of the operation; done in it when there is no reason against. */
export function predict(board: model.Model, stream: string, each: Operation): model.Verdict {
  const named = (n: number) => `${stream}-${n}`;
  switch (each.kind) {
    case 'log':
      return model.log(board, named(each.item), each.assignee);
    case 'enter':
      return model.enter(board, named(each.item), each.queue);
    case 'move':
      return model.each(board, each.items.map(named), (copy, reference) =>
        model.move(copy, reference, each.queue, each.mover),
      );
    case 'remove':
      return model.each(board, each.items.map(named), model.remove);
    case 'erase':
      return model.erase(board, named(each.item));
    case 'soft delete':
      return model.softDelete(board, named(each.item));
    case 'restore':
      return model.restore(board, named(each.item));
    case 'assign':
      return model.each(board, each.items.map(named), (copy, reference) =>
        model.assign(copy, reference, each.assignee),
      );
    case 'block':
      return model.block(board, named(each.item), each.isBlocked);
    case 'depend':
      return model.depend(board, named(each.item), named(each.other));
    case 'undepend':
      return model.undepend(board, named(each.item), named(each.other));
    case 'place':
      return model.place(board, named(each.item), each.side, named(each.other));
    case 'limit':
      (board.queues[each.queue] as model.ModelQueue).limit = each.limit;
      return [];
    case 'rename':
      (board.queues[each.queue] as model.ModelQueue).name = newName(each);
      return [];
    case 'person limit':
      board.personLimits.set(each.assignee, each.limit);
      return [];
    case 'no person limit':
      board.personLimits.delete(each.assignee);
      return [];
    case 'allow':
      if (each.queue === each.to) return ['INVALID_VALUE'];
      board.transitions.add(`${each.queue}>${each.to}`);
      return [];
    case 'allow no longer':
      board.transitions.delete(`${each.queue}>${each.to}`);
      return [];
    case 'switch':
      board.settings.set(each.setting, each.on);
      return [];
  }
}

function newName({ queue, number }: { queue: number; number: number }): string {
  return `${smallBoard[queue]?.base}${number === 0 ? '' : ` ${number}`}`;
}
