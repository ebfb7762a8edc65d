import fc from 'fast-check';
import { isAnybodysGuess, keepHouse } from '../model/housekeeping.ts';
import { secondsAt } from './clock.ts';
import { kind, one } from './operation.ts';

const days = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 6 });
const set = (name: string, stream: string, value: number | null) =>
  one(
    'INSERT INTO settings (name, value_stream, value) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)',
    name,
    stream,
    value === null ? 'off' : String(value),
  );

/** Not in a transaction. Elsewhere than here housekeeping leaves the board alone. */
export const housekeepingOperations = {
  daysPass: kind(
    'days pass',
    { days: fc.integer({ min: 1, max: 4 }) },
    () => [],
    (it, { model }) => {
      model.day += it.days;
      return [];
    },
  ),
  keepHouse: kind(
    'keep house',
    { dropAfter: days, completeAfter: days },
    (it, { model }) =>
      isAnybodysGuess(model, it)
        ? []
        : [
            ...set('stale_backlog_days', model.stream, it.dropAfter),
            ...set('complete_after_days', model.stream, it.completeAfter),
            // In the evening: what came on a day some days ago is those days old, and some hours.
            ...one('SET timestamp = ?', secondsAt(model.day + 0.75)),
            ...one('CALL housekeep()'),
            ...set('stale_backlog_days', model.stream, null),
            ...set('complete_after_days', model.stream, null),
          ],
    (it, { model }) => {
      if (isAnybodysGuess(model, it)) return [];
      keepHouse(model, it);
      model.day++;
      return [];
    },
  ),
};
