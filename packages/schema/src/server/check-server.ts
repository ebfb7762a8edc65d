import type { PoolConnection } from 'mysql2/promise';
import { ownTables } from '../migrate/sql-files.ts';
import { checkedVariables, judgeServer } from './checks.ts';
import { readServerFacts } from './facts.ts';
import { judgeRights, readLogin, readMissingRights, type Wanted } from './rights.ts';

/** A server on which the board could not keep its promises, or a login that may not create it. */
export class ServerUnfit extends Error {}

/**
 * One sentence for each way in which this server, as it runs now, would break a promise of the board in `database`.
 * `writes` false: a read-only replica is accepted.
 */
export async function findServerFaults(
  connection: PoolConnection,
  database: string,
  { writes = true } = {},
): Promise<string[]> {
  const facts = await readServerFacts(connection, database, await ownTables(), checkedVariables);
  return judgeServer(facts, { writes });
}

/** Throws ServerUnfit before any change, if `database` cannot be created or upgraded on this server. */
export async function checkServer(
  connection: PoolConnection,
  database: string,
  wanted: Wanted,
): Promise<void> {
  const faults = await findServerFaults(connection, database);
  if (faults.length > 0) throw new ServerUnfit(faults.join('\n'));
  const missing = await readMissingRights(connection, database, wanted);
  if (missing.length === 0) return;
  throw new ServerUnfit(judgeRights(missing, { login: await readLogin(connection), database }));
}
