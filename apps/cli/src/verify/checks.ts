import { derivedTables } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';
import { brokenChainsCheck, findBrokenChains } from './broken-chains.ts';
import { compare, type FindingsOfStreams } from './compare.ts';

export interface Check {
  readonly name: string;
  /** What is wrong with it: a rebuild mends drift, but no chain. */
  readonly finds: 'drift' | 'broken chains';
  /** Streams of which nothing is found are not in the answer. */
  run(connection: PoolConnection, streams: readonly Stream[], show: number): Promise<FindingsOfStreams>;
}

/** In the order of their dependencies. */
export const checks: readonly Check[] = [
  ...Object.entries(derivedTables).map(
    ([name, table]): Check => ({
      name,
      finds: 'drift',
      run: (connection, streams, show) => compare(connection, streams, table, show),
    }),
  ),
  { name: brokenChainsCheck, finds: 'broken chains', run: findBrokenChains },
];
