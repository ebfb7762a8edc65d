import type { Check } from './checked-log.ts';

/** One finding per item with imported rows: how many of its rows. */
export const imported: Check = {
  check: 'imported',
  severity: 'info',
  distorts: 'pace, where the file was less exact than the board',
  find({ rows }) {
    return [...Map.groupBy(rows, ({ itemId }) => itemId)].flatMap(([itemId, own]) => {
      const first = own.find(({ isImported }) => isImported);
      if (!first) return [];
      const rowsImported = own.filter(({ isImported }) => isImported).length;
      const detail = { rows: own.length, rowsImported };
      return [{ itemId, queueId: first.toQueueId, at: first.occurredAt, detail }];
    });
  },
};
