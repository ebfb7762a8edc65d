import fc from 'fast-check';
import type { ModelQueue } from '../model/model.ts';
import { limit, queue, smallBoard } from './board.ts';
import { kind, one } from './operation.ts';

const switches = [
  'enforce_wip_limits',
  'enforce_person_limits',
  'enforce_transitions',
  'enforce_blocks',
  'enforce_dependencies',
] as const;
export type Setting = (typeof switches)[number];

/** What an administrator does to the rules themselves. */
export const ruleOperations = {
  limit: kind(
    'limit',
    { queue, limit },
    (it, { model, ...board }) =>
      one(
        'UPDATE wip_limits SET wip_limit = ? WHERE value_stream = ? AND queue_name = ?',
        it.limit,
        model.stream,
        board.queue(it.queue),
      ),
    (it, { model }) => {
      (model.queues[it.queue] as ModelQueue).limit = it.limit;
      return [];
    },
  ),
  rename: kind(
    'rename',
    { queue, number: fc.nat({ max: 3 }) },
    (it, { model, ...board }) =>
      one(
        'UPDATE wip_limits SET queue_name = ? WHERE value_stream = ? AND queue_name = ?',
        newName(it),
        model.stream,
        board.queue(it.queue),
      ),
    (it, { model }) => {
      (model.queues[it.queue] as ModelQueue).name = newName(it);
      return [];
    },
  ),
  personLimit: kind(
    'person limit',
    { assignee: fc.constantFrom('ann', 'bob', 'Cléo 🐝', ''), limit },
    (it, { model }) =>
      one(
        `INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE wip_limit = VALUES(wip_limit)`,
        model.stream,
        it.assignee,
        it.limit,
      ),
    (it, { model }) => {
      model.personLimits.set(it.assignee, it.limit);
      return [];
    },
  ),
  noPersonLimit: kind(
    'no person limit',
    { assignee: fc.constantFrom('ann', 'bob', '') },
    (it, { model }) =>
      one('DELETE FROM person_limits WHERE value_stream = ? AND assignee = ?', model.stream, it.assignee),
    (it, { model }) => {
      model.personLimits.delete(it.assignee);
      return [];
    },
  ),
  allow: kind(
    'allow',
    { queue, to: queue },
    (it, { model, ...board }) =>
      one(
        'INSERT IGNORE INTO transitions (value_stream, from_queue, to_queue) VALUES (?, ?, ?)',
        model.stream,
        board.queue(it.queue),
        board.queue(it.to),
      ),
    (it, { model }) => {
      if (it.queue === it.to) return ['INVALID_VALUE'];
      model.transitions.add(`${it.queue}>${it.to}`);
      return [];
    },
  ),
  allowNoLonger: kind(
    'allow no longer',
    { queue, to: queue },
    (it, { model, ...board }) =>
      one(
        'DELETE FROM transitions WHERE value_stream = ? AND from_queue = ? AND to_queue = ?',
        model.stream,
        board.queue(it.queue),
        board.queue(it.to),
      ),
    (it, { model }) => {
      model.transitions.delete(`${it.queue}>${it.to}`);
      return [];
    },
  ),
  switch: kind(
    'switch',
    { setting: fc.constantFrom(...switches), on: fc.boolean() },
    (it, { model }) =>
      one(
        'INSERT INTO settings (name, value_stream, value) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)',
        it.setting,
        model.stream,
        it.on ? 'on' : 'off',
      ),
    (it, { model }) => {
      model.settings.set(it.setting, it.on);
      return [];
    },
  ),
};

function newName({ queue, number }: { queue: number; number: number }): string {
  return `${smallBoard[queue]?.base}${number === 0 ? '' : ` ${number}`}`;
}
