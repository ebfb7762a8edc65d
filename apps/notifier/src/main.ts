import { BadDatabaseUrl, NoAccess } from '@kanban/schema';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { BadConfig, type Config, readConfig } from './config.ts';
import { startNotifier } from './notifier.ts';

/** Systemd, Compose and people wait ten seconds for a process to stop. */
const STOP_WITHIN_MS = 8_000;

/** What the person who starts it can mend is said in one sentence. */
function sentenceOf(error: unknown): string {
  if (error instanceof BadConfig || error instanceof BadDatabaseUrl || error instanceof NoAccess)
    return error.message;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'METRICS_PORT is taken by another program';
  throw error;
}

function exitWith(error: unknown): never {
  console.error(sentenceOf(error));
  process.exit(1);
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return exitWith(error);
  }
}

const config = configOrExit();
const log = pino({ name: 'notifier', level: config.logLevel });
const notifier = await startNotifier(config, log).catch(exitWith);
log.info({ pid: process.pid }, 'Ready: sending deliveries');

closeWithGrace({ delay: STOP_WITHIN_MS, logger: log }, async ({ signal, err }) => {
  if (err) log.fatal({ err }, 'Stopping after an unexpected error');
  else log.info({ signal }, 'Stopping');
  await notifier.stop();
});
