import type { Check } from './checked-log.ts';
import { earlierThanBefore } from './earlier-than-before.ts';

/** Rows that are earlier than rows recorded before them, for example after an import into the past. */
export const outOfOrder: Check = {
  check: 'outOfOrder',
  severity: 'info',
  distorts: 'charts that were looked at before: they change',
  find: ({ rows }) => earlierThanBefore(rows),
};
