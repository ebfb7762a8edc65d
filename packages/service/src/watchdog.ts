import { execFile } from 'node:child_process';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Environment, readSettings, variable } from './settings.ts';

const MICROSECONDS = 'must be a number of microseconds, as systemd sets it';

/** What systemd wants to hear from a unit of Type=notify; undefined where nobody listens. */
export interface Watchdog {
  /** Where to: NOTIFY_SOCKET, which systemd-notify reads itself. */
  readonly socket: string;
  /** Where systemd-notify is looked for. */
  readonly path: string | undefined;
  /** A sign of life is due this often; undefined: none is asked for (no WatchdogSec). */
  readonly everyMs: number | undefined;
}

const settings = z.object({
  NOTIFY_SOCKET: variable(z.string().optional()),
  PATH: z.string().optional(),
  WATCHDOG_USEC: variable(
    z.coerce
      .number(MICROSECONDS)
      .positive(MICROSECONDS)
      .transform((usec) => usec / 1_000)
      .optional(),
  ),
});

/** NOTIFY_SOCKET and WATCHDOG_USEC, which systemd sets. Throws BadConfig. */
export function watchdogOf(env: Environment): Watchdog | undefined {
  if (!env.NOTIFY_SOCKET) return undefined;
  const { NOTIFY_SOCKET: socket = '', PATH: path, WATCHDOG_USEC: everyMs } = readSettings(settings, env);
  return { socket, path, everyMs };
}

/**
 * Tells systemd that the service is ready, and then again and again that it lives: three times within WatchdogSec, but only
 * while `isLive`. The signs come from the event loop, so a process that is stuck, stopped or silent gives none, and systemd
 * kills it and starts it again. Node cannot write to a datagram socket; the program systemd-notify, which comes with
 * systemd, does (the unit needs NotifyAccess=all). Returns what ends it.
 */
export function startWatchdog(watchdog: Watchdog, isLive: () => boolean, log: Logger): () => void {
  let saidSilent = false;
  const tell = (...words: string[]) => {
    execFile(
      'systemd-notify',
      words,
      { env: { PATH: watchdog.path, NOTIFY_SOCKET: watchdog.socket } },
      (error) => {
        if (error) log.warn({ reason: error.message }, 'systemd was not told that this service lives');
      },
    );
  };
  const sign = () => {
    if (isLive()) {
      saidSilent = false;
      tell('WATCHDOG=1');
    } else if (!saidSilent) {
      saidSilent = true;
      log.error('This service is silent though there is work; systemd is told no more that it lives');
    }
  };
  tell('--ready');
  if (watchdog.everyMs === undefined) return () => {};
  const timer = setInterval(sign, watchdog.everyMs / 3).unref();
  return () => clearInterval(timer);
}
