import { join } from 'node:path';
import { NODE24, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { askDatabase } from './ask-database.mjs';

const CLI = join(ROOT, 'apps/cli/src/main.ts');

/**
 * Migrates, and writes the sample stream into a database that holds no item yet. That is one transaction: a
 * start that is stopped meanwhile leaves none of it, and the next one does it again.
 * @param {{ database: { url: string }, sample: boolean, log: (line: string) => void }} options
 */
export async function prepareDatabase({ database, sample, log }) {
  const env = { DATABASE_URL: database.url };
  /** @param {string[]} args */
  const kanban = (...args) => run([NODE24, CLI, ...args], { env, quiet: true });
  if ((await kanban('migrate')) !== 0) throw new Error('The migration failed; see above.');
  if (!sample || !(await askDatabase('is-empty', database.url))) return;
  log('Writing sample data into the empty database ...');
  if ((await kanban('simulate', '--months', '18', '--seed', '1', '--small-streams')) !== 0) {
    throw new Error('The sample data could not be written; see above.');
  }
}
