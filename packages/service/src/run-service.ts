import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import { armFailPoint, type FailPoint } from './fail-point.ts';
import { BadConfig } from './settings.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/** Systemd, Compose and people wait ten seconds for a process to stop. */
const STOP_WITHIN_MS = 8_000;

/** Something that runs until it is stopped. */
export interface Service {
  /** Finishes its current work and closes the connections. May hang if a server does: nobody waits for it forever. */
  stop(): Promise<void>;
  /** Whether it works; false only if a restart does no harm. */
  isLive?(): boolean;
}

/** The settings of every service. */
export interface ServiceConfig {
  readonly logLevel: string;
  readonly failPoint?: FailPoint | undefined;
  /** The receiver of the signs of life. */
  readonly watchdog?: Watchdog | undefined;
}

export interface ServiceDescription<Config extends ServiceConfig> {
  /** Added to every line of the log. */
  readonly name: string;
  /** Throws BadConfig, or one of `refusals`. */
  readonly readConfig: () => Config;
  /** Resolves when it works; throws BadConfig, or one of `refusals`, if it never will. */
  readonly start: (config: Config, log: Logger) => Promise<Service>;
  /** The log line for when it works. */
  readonly ready: string;
  /** Errors other than BadConfig whose message is for the person who starts the service. */
  readonly refusals: readonly (new (
    ...args: never[]
  ) => Error)[];
}

/**
 * Runs a service until SIGTERM, SIGINT or an unhandled error, then stops it and ends the process within eight seconds.
 * A problem that the starting person can solve is one sentence on stderr, with exit code 1; any other error of the
 * start is thrown.
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
    // First, because a program that reads `ready` may stop us at once.
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
