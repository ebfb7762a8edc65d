import { execFile } from 'node:child_process';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Environment, readSettings, variable } from './settings.ts';

const MICROSECONDS = 'must be a number of microseconds, as systemd sets it';

/** The connection to systemd for a unit of Type=notify; undefined if there is none. */
export interface Watchdog {
  /** The value of NOTIFY_SOCKET, which systemd-notify reads itself. */
  readonly socket: string;
  /** The path of systemd-notify. */
  readonly path: string | undefined;
  /** The interval of signs of life; undefined: none are required (no WatchdogSec). */
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
 * Reports to systemd that the service is ready, and then that it lives: three times per WatchdogSec, but only while
 * `isLive`. The event loop sends the signs, so a process that hangs, is stopped or is silent sends none; systemd then
 * kills and restarts it. Node cannot write to a datagram socket, so systemd-notify does it (the unit needs
 * NotifyAccess=all). Returns a function that ends it.
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
      log.error('This service is silent although there is work; it no longer sends systemd signs of life');
    }
  };
  tell('--ready');
  if (watchdog.everyMs === undefined) return () => {};
  const timer = setInterval(sign, watchdog.everyMs / 3).unref();
  return () => clearInterval(timer);
}
