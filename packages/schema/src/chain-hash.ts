import { createHash } from 'node:crypto';
import type { Instant } from '@kanban/domain/instant';
import { sqlInstant } from './instants.ts';

/** The values that the hash of a row of `audit_log` covers, in the order of the columns. */
export interface ChainedRow {
  readonly occurredAt: Instant;
  readonly reference: string;
  readonly fromQueue: string | null;
  readonly toQueue: string | null;
  readonly streamId: number;
  readonly itemId: number | string;
  readonly fromQueueId: number | null;
  readonly toQueueId: number | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly source: string;
  readonly ruleNotes: string | null;
  /** Null in rows from before logins were stored; their hash covers neither login nor batch. */
  readonly login: string | null;
  readonly batchId: number | null;
}

/**
 * The hash of a row of the log, from the row and the hash of the item's previous row (null: it is the first). The same
 * expression as in `write_audit_row.sql` and the view `audit_log_chain`; tests compare them.
 */
export function chainHash(row: ChainedRow, before: Buffer | null): Buffer {
  const content = [
    before?.toString('hex').toUpperCase() ?? '',
    quote(sqlInstant(row.occurredAt)),
    quote(row.reference),
    quote(row.fromQueue),
    quote(row.toQueue),
    row.streamId,
    row.itemId,
    quote(row.fromQueueId),
    quote(row.toQueueId),
    quote(row.actor),
    quote(row.reason),
    quote(row.source),
    quote(row.ruleNotes),
    ...(row.login === null ? [] : [quote(row.login), quote(row.batchId)]),
  ];
  return createHash('sha256').update(content.join(','), 'utf8').digest();
}

/** QUOTE() of MySQL and MariaDB. */
function quote(value: string | number | null): string {
  if (value === null) return 'NULL';
  const escaped = String(value)
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\0', '\\0')
    .replaceAll('\x1a', '\\Z');
  return `'${escaped}'`;
}
