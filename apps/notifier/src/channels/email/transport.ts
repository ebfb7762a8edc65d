import type { Readable } from 'node:stream';
import { isLoopback } from '@kanban/service';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { Config } from '../../config.ts';
import type { HandOverGate } from './hand-over-gate.ts';

/** After this many mails a connection is opened again, because some servers end long sessions. */
const MAILS_A_CONNECTION = 1_000;

export type Transport = ReturnType<typeof createTransport>;

/** A mail whose end waits for the ledger. */
export interface GuardedMail extends SendMailOptions {
  readonly gate: HandOverGate;
  readonly signal: AbortSignal;
}

/**
 * A pool of connections to the mail server. It never repeats a failed mail (`maxRequeues: 0`): the ledger decides. It
 * uses TLS if the server offers it, except on the loopback.
 */
export function createTransport(config: Config) {
  const { smtpUrl, smtpConnections, sendTimeoutMs } = config;
  const url = new URL(smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const transport = nodemailer.createTransport({
    pool: true,
    host,
    port: Number(url.port || (isSecure ? 465 : 25)),
    secure: isSecure,
    ignoreTLS: isLoopback(host),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    maxConnections: smtpConnections,
    maxMessages: MAILS_A_CONNECTION,
    maxRequeues: 0,
    connectionTimeout: Math.min(sendTimeoutMs, 10_000),
    greetingTimeout: Math.min(sendTimeoutMs, 10_000),
    socketTimeout: sendTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { gate } = mail.data as Partial<GuardedMail>;
    if (gate) mail.message.processFunc((stream) => gate.guard(stream as Readable));
    done();
  });
  return transport;
}
