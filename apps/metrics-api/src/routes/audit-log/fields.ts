import { formatInstant } from '@kanban/domain';
import type { AuditRow } from '../../load/audit-rows.ts';

/** A row of the audit log in the fields of the contract. */
export function auditFields({ occurredAt, ...row }: AuditRow) {
  return { ...row, occurredAt: formatInstant(occurredAt) };
}
