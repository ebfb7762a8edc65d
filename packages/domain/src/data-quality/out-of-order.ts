import type { Check } from './checked-log.ts';
import { earlierThanBefore } from './earlier-than-before.ts';

/** Rows that came later than they happened, as those of an import into the past do. */
export const outOfOrder: Check = {
  check: 'outOfOrder',
  severity: 'info',
  distorts: 'charts that were looked at before: they change',
  find: ({ rows }) => earlierThanBefore(rows),
};
