import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const atMost = { timeout: 60_000, maxBuffer: 1 << 28 };

function clientOptions(url: string): string[] {
  const { hostname, port, username } = new URL(url);
  return ['-h', hostname, '-P', port, '-u', username];
}

/**
 * The database at `url` as a person dumps it into a file, byte by byte: by the client of MariaDB, which scripts/ installs and
 * which MySQL answers too, else by that of MySQL.
 */
export async function dump(url: string, options: readonly string[] = []): Promise<Buffer> {
  const name = new URL(url).pathname.slice(1);
  const all = ['--routines', '--triggers', '--events', '--single-transaction', ...options, name];
  const dumpWith = (client: string) =>
    run(client, [...clientOptions(url), ...all], { ...atMost, encoding: 'buffer' });
  const { stdout } = await dumpWith('mariadb-dump').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return dumpWith('mysqldump');
  });
  return stdout;
}

/** Reads a dump into the empty database at `url`. */
export async function restore(url: string, text: Buffer | string): Promise<void> {
  const options = ['--default-character-set=utf8mb4', new URL(url).pathname.slice(1)];
  const client = run('mariadb', [...clientOptions(url), ...options], atMost);
  client.child.stdin?.end(text);
  await client;
}
