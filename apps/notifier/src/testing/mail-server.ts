import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the server does with a mail. A cut ends the connection without an answer. */
export type Behaviour =
  | 'accept'
  | 'refuse for now'
  | 'refuse for good'
  | 'refuse for now after data'
  | 'cut before data'
  | 'cut in data'
  | 'cut after data'
  | 'silent after data';

export interface ReceivedMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly raw: string;
  /** Whether the client was told so; false when the connection was cut behind the end of data. */
  readonly isAcknowledged: boolean;
}

export interface MailServer {
  readonly url: string;
  /** All mails of which the end of data arrived and that were not refused, in that order. */
  readonly mails: readonly ReceivedMail[];
  /** Conversations begun for a recipient, whatever came of them. */
  tries(recipient: string): number;
  close(): Promise<void>;
}

/** A real SMTP server on the loopback that misbehaves on request. `behave` gets the number of attempts for the recipient. */
export async function startMailServer(
  behave: (recipient: string, tries: number) => Behaviour | Promise<Behaviour> = () => 'accept',
  { port = 0, delayMs = 0 }: { port?: number; delayMs?: number } = {},
): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const tries = new Map<string, number>();
  const planned = new Map<string, Behaviour>();

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    async onRcptTo({ address }, session, done) {
      const count = (tries.get(address) ?? 0) + 1;
      tries.set(address, count);
      const behaviour = await behave(address, count);
      planned.set(session.id, behaviour);
      if (behaviour === 'refuse for now') return done(refusal(451, 'Try again later'));
      if (behaviour === 'refuse for good') return done(refusal(550, 'No such user'));
      if (behaviour === 'cut before data') return cut(session);
      done();
    },
    async onData(stream, session, done) {
      const behaviour = planned.get(session.id) ?? 'accept';
      if (behaviour === 'cut in data') return cut(session);
      let raw: string;
      try {
        raw = (await buffer(stream)).toString();
      } catch {
        return;
      }
      if (behaviour === 'refuse for now after data') return done(refusal(452, 'Disk full'));
      const isAcknowledged = behaviour === 'accept';
      const recipient = session.envelope.rcptTo[0]?.address ?? '';
      mails.push({ recipient, messageId: messageIdOf(raw), raw, isAcknowledged });
      if (behaviour === 'cut after data') return cut(session);
      if (behaviour === 'silent after data') return;
      if (delayMs > 0) setTimeout(() => done(null, 'Taken'), delayMs);
      else done(null, 'Taken');
    },
  });
  // Clients that are killed in the middle of a conversation are what these tests are about.
  server.on('error', () => {});

  function cut({ id }: SMTPServerSession): void {
    const connections = (server as unknown as { connections: Set<{ id: string; _socket: Socket }> })
      .connections;
    for (const connection of connections) if (connection.id === id) connection._socket.destroy();
  }

  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    tries: (recipient) => tries.get(recipient) ?? 0,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function messageIdOf(raw: string): string {
  return /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '';
}
