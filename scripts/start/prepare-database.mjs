import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE24, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { askDatabase } from './ask-database.mjs';

const CLI = join(ROOT, 'apps/cli/src/main.ts');

/**
 * Migrates, and writes the sample stream into a database that holds no item yet. A run that was cut while
 * writing it leaves a note; then a database of ours is made anew, for half a history is none.
 */
export async function prepareDatabase({ database, folder, sample, log }) {
  const env = { DATABASE_URL: database.url };
  const unfinished = join(folder, 'sample-data-unfinished');
  if (existsSync(unfinished) && database.isOurs) {
    log('The last start was stopped while it wrote the sample data; making the database anew.');
    await askDatabase('empty-database', database.url);
    rmSync(unfinished);
  }
  if ((await run([NODE24, CLI, 'migrate'], { env })) !== 0)
    throw new Error('The migration failed; see above.');
  if (!sample || !(await askDatabase('is-empty', database.url))) return;
  log('Writing six months of sample data (once) ...');
  writeFileSync(unfinished, '');
  const code = await run([NODE24, CLI, 'simulate', '--months', '6', '--seed', '1'], { env });
  if (code !== 0) throw new Error('The sample data could not be written; see above.');
  rmSync(unfinished);
}
