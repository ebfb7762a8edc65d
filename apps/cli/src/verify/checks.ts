import { derivedTables } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';
import { compare, type Findings } from './compare.ts';

export interface Check {
  readonly name: string;
  run(connection: PoolConnection, stream: Stream, show: number): Promise<Findings>;
}

/** In the order of what they build on. */
export const checks: readonly Check[] = Object.entries(derivedTables).map(([name, table]) => ({
  name,
  run: (connection, stream, show) => compare(connection, stream, table, show),
}));
