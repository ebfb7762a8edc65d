import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTestBinaries } from '../scripts/servers/test-binaries.mjs';
import { type ChaosOptions, readOptions, usage } from './options.ts';
import { isClean, runChaos } from './run-chaos.ts';

const log = (line: string) => console.error(line);

async function main(): Promise<number> {
  let options: ChaosOptions | undefined;
  try {
    options = readOptions(process.argv.slice(2), fileURLToPath(new URL('../.kanban/chaos', import.meta.url)));
  } catch (error) {
    log(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (!options) {
    console.log(usage);
    return 0;
  }
  const found = await findTestBinaries({ given: {}, log });
  const database = found[options.database];
  if (!database || !found.redis) {
    for (const sentence of found.missing) log(sentence);
    log(`There is no ${database ? 'Redis' : options.database} to run.`);
    return 1;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopping.abort());
  try {
    const history = await runChaos({ database, redis: found.redis }, options, log, stopping.signal);
    console.log(readFileSync(join(options.folder, 'summary.md'), 'utf8'));
    log(`All of it: ${options.folder}. Again: npm run chaos -- ${again(options)}`);
    return isClean(history) ? 0 : 1;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    log('Stopped.');
    return 130;
  }
}

/** The options that make the same schedule. */
function again({ seed, lengthMs, events, crowd, counts, programs, database }: ChaosOptions): string {
  const options = {
    seed,
    minutes: lengthMs / 60_000,
    events,
    crowd,
    kills: counts.kills,
    flushes: counts.flushes,
    'database-restarts': counts.databaseRestarts,
    'redis-restarts': counts.redisRestarts,
    'mail-outages': counts.mailOutages,
    others: counts.others,
    relays: programs.relays,
    notifiers: programs.notifiers,
    boards: programs.boards,
    database,
  };
  return Object.entries(options)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ');
}

process.exit(await main());
