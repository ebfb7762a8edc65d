import type { Check } from './checked-log.ts';

export const deleted: Check = {
  check: 'deleted',
  severity: 'info',
  distorts: 'filters and groups: fields of items deleted for good are gone',
  find: ({ items }) =>
    items
      .filter(({ isDeleted }) => isDeleted)
      .map(({ itemId, queueId }) => ({ itemId, queueId, at: null, detail: {} })),
};
