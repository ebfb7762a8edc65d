import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { createPool } from '../../pool.ts';
import { dump } from '../dump.ts';
import { fillBoard } from '../full-board/fill-board.ts';
import { type TestServer, testDatabases } from '../servers.ts';
import { lastReleaseFile, type ReleaseDumps } from './last-release.ts';

/**
 * Makes the fixture of the upgrade tests: the board of a release, full of data, as MariaDB and MySQL dump it. Run it for every
 * release, on test servers (CONTRIBUTING.md). `--checkout`: the folder of the release, with its node_modules.
 */
const here = fileURLToPath(new URL('../../../../../', import.meta.url));
const { checkout } = parseArgs({ options: { checkout: { type: 'string', default: here } } }).values;

/** A small history beside what `fillBoard` writes, from the release's own programs. */
const simulation = ['simulate', '--stream', 'shop', '--months', '1', '--rows', '300', '--seed', '1'];

const [mariadb, mysql] = ['mariadb', 'mysql'].map((kind) =>
  testDatabases().find(({ name }) => name === kind),
);
if (!mariadb || !mysql)
  throw new Error('The fixture needs a MariaDB and a MySQL: npm test -- --servers-only');
const { version } = JSON.parse(await readFile(`${checkout}/package.json`, 'utf8'));
const dumps: ReleaseDumps = { version, mariadb: await dumpOf(mariadb), mysql: await dumpOf(mysql) };
const compressed = await promisify(brotliCompress)(JSON.stringify(dumps), {
  // Most of the two dumps is the same text, at a distance beyond the default window of the compressor.
  params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
});
await writeFile(lastReleaseFile, compressed);
console.log(`${lastReleaseFile}: ${version}, ${Math.ceil(compressed.length / 1000)} kB`);

async function dumpOf({ adminUrl }: TestServer): Promise<string> {
  const url = new URL(adminUrl);
  url.pathname = `/kanban_release_${randomBytes(6).toString('hex')}`;
  const kanban = (...args: string[]) =>
    promisify(execFile)(process.execPath, [`${checkout}/apps/cli/src/main.ts`, ...args], {
      env: { ...process.env, DATABASE_URL: url.href },
    });
  await kanban('migrate');
  const pool = createPool(url.href, { asServerIsolates: true });
  try {
    await fillBoard(pool);
    await kanban(...simulation);
    const text = await dump(url.href, ['--hex-blob', '--skip-comments', '--default-character-set=utf8mb4']);
    return withoutDefiners(text.toString('utf8'));
  } finally {
    await pool.query(`DROP DATABASE ${url.pathname.slice(1)}`);
    await pool.end();
  }
}

/** The login that restores the dump becomes the definer, because the one that made it may not exist there. */
function withoutDefiners(text: string): string {
  return text
    .replace(/\/\*!\d+ DEFINER=`[^`]*`@`[^`]*`( SQL SECURITY \w+)? ?\*\//g, (_, security) =>
      security ? `/*!50013${security} */` : '',
    )
    .replace(/ DEFINER=`[^`]*`@`[^`]*`/g, '');
}
