import type { Database } from '@kanban/schema';
import { type AliasedExpression, sql } from 'kysely';

type Row<Table extends keyof Database> = Database[Table];

/**
 * A table that is read by this index, whatever the statistics say: those of a table that grew by an import, or of a server that
 * has just come up, are of another table than the one that is there, and a guess by them reads all streams for one.
 */
export function byIndex<Table extends keyof Database & string, Alias extends string>(
  table: Table,
  alias: Alias,
  index: string,
): AliasedExpression<Row<Table>, Alias> {
  return sql<Row<Table>>`${sql.table(table)}`.as<Alias>(
    sql`${sql.id(alias)} FORCE INDEX (${sql.raw(index === 'PRIMARY' ? index : `\`${index}\``)})`,
  );
}
