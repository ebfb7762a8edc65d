import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@duckdb/node-api';
const VERSION = '1.5.6-r.1';
const FOLDER = join(import.meta.dirname, '../../.kanban/duckdb');

/** DuckDB, installed in a folder of its own: nobody but this benchmark should wait for its 70 MB. */
export async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  const load = createRequire(join(FOLDER, 'package.json'));
  try {
    return load(PACKAGE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
  }
  await mkdir(FOLDER, { recursive: true });
  await promisify(execFile)('npm', [
    ...['install', '--prefix', FOLDER, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'],
    `${PACKAGE}@${VERSION}`,
  ]);
  return load(PACKAGE);
}
