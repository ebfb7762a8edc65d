import type { Database } from '@kanban/schema';
import { type AliasedExpression, sql } from 'kysely';

type Row<Table extends keyof Database> = Database[Table];

/**
 * A table that is read by this index in any case. After an import, or after a restart of the server, the statistics may describe
 * another state of the table, and a plan that trusts them may read all streams for one.
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
