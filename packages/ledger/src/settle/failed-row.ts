import { updateEach } from '@kanban/schema';

/** The data of a failed attempt. */
export type FailedRow = readonly [id: number, error: string, mayHaveArrived: 0 | 1, delayUs: number];

/** The beginning of an UPDATE of deliveries by `FailedRow`s. */
export const updateFailed = updateEach('deliveries', 'd', {
  error: 'VARCHAR(1000)',
  may_have_arrived: 'INT',
  delay_us: 'BIGINT UNSIGNED',
});
