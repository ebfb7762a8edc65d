import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import { armFailPoint, type FailPoint } from './fail-point.ts';
import { BadConfig } from './settings.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/** Systemd, Compose and people wait ten seconds for a process to stop. */
const STOP_WITHIN_MS = 8_000;

/** Something that runs until it is told to stop. */
export interface Service {
  /** Finishes what is in hand and closes the connections. May hang where a server does: it is not waited for for ever. */
  stop(): Promise<void>;
  /** Whether it does its work; false only where being started again does no harm. */
  isLive?(): boolean;
}

/** What every service's settings hold. */
export interface ServiceConfig {
  readonly logLevel: string;
  readonly failPoint?: FailPoint | undefined;
  /** Who is told that it lives. */
  readonly watchdog?: Watchdog | undefined;
}

export interface ServiceDescription<Config extends ServiceConfig> {
  /** Stands in every line of the log. */
  readonly name: string;
  /** Throws BadConfig, or one of `refusals`. */
  readonly readConfig: () => Config;
  /** Resolves once it works; throws BadConfig, or one of `refusals`, where it never will. */
  readonly start: (config: Config, log: Logger) => Promise<Service>;
  /** What the log says once it works. */
  readonly ready: string;
  /** Errors, beside BadConfig, whose message is for the person who starts the service. */
  readonly refusals: readonly (new (
    ...args: never[]
  ) => Error)[];
}

/**
 * Runs a service until SIGTERM, SIGINT or an error nobody handled, then stops it and ends the process within eight
 * seconds, whatever it waits for. What the person who starts it can mend is said in one sentence on stderr, with exit
 * code 1; any other error of the start is thrown.
 */
export async function runService<Config extends ServiceConfig>(
  description: ServiceDescription<Config>,
): Promise<void> {
  const { name, readConfig, start, ready, refusals } = description;
  try {
    const config = readConfig();
    const log = pino({ name, level: config.logLevel });
    armFailPoint(config.failPoint);
    const service = await start(config, log);
    // First: who reads that it is ready may tell it to stop at once.
    stopWhenTold(service, log);
    if (config.watchdog) startWatchdog(config.watchdog, () => service.isLive?.() ?? true, log);
    log.info({ pid: process.pid }, ready);
  } catch (error) {
    if (![BadConfig, ...refusals].some((refusal) => error instanceof refusal)) throw error;
    console.error((error as Error).message);
    process.exit(1);
  }
}

function stopWhenTold(service: Service, log: Logger): void {
  closeWithGrace({ delay: STOP_WITHIN_MS, logger: log }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'Stopping after an unexpected error');
    else log.info({ signal }, 'Stopping');
    await service.stop();
  });
}
