import { openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { FOR_GOOD, type MailBehaviour } from './behaviour.ts';
import type { JournalLine } from './journal.ts';

/*
 * A real mail server in a process of its own, so that it can be killed: `server.ts PORT JOURNAL`. It writes a mail into its
 * journal at the moment it accepts it, before it says so, and behaves as its parent tells it.
 */
const [, , port, journalFile = ''] = process.argv;
const journal = openSync(journalFile, 'a');
// A kill may have cut the last line.
writeSync(journal, '\n');
let behaviour: MailBehaviour = 'accept';

process.on('message', (message) => {
  behaviour = message as MailBehaviour;
});
process.on('disconnect', () => process.exit());

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  async onRcptTo(_address, session, done) {
    if (behaviour === 'silent') return;
    if (behaviour === 'refuse for now') return done(refusal(451, 'Try again later'));
    if (behaviour === 'cut before data') return cut(session);
    done();
  },
  async onData(stream, session, done) {
    if (behaviour === 'cut in data') return cut(session);
    let raw: string;
    try {
      raw = (await buffer(stream)).toString();
    } catch {
      return;
    }
    const now = behaviour;
    if (now === 'refuse for now after data') return done(refusal(452, 'Disk full'));
    const recipient = session.envelope.rcptTo[0]?.address ?? '';
    const messageId = /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '';
    const write = (decision: JournalLine['decision']) => {
      const line: JournalLine = { at: Date.now(), decision, recipient, messageId, behaviour: now };
      writeSync(journal, `${JSON.stringify(line)}\n`);
    };
    if (now === 'refuse for good after data') {
      write('refused for good');
      return done(refusal(550, FOR_GOOD));
    }
    write('accepted');
    if (now === 'cut after data') return cut(session);
    if (now === 'silent after data') return;
    // A little time for each mail: so that there is always one in hand when something happens.
    await pause(now === 'slow' ? 300 + Math.random() * 1_500 : Math.random() * 10);
    done(null, 'Taken');
  },
});
// Clients that are killed in the middle of a conversation are what this is about.
server.on('error', () => {});

function cut({ id }: SMTPServerSession): void {
  const connections = (server as unknown as { connections: Set<{ id: string; _socket: Socket }> })
    .connections;
  for (const connection of connections) if (connection.id === id) connection._socket.destroy();
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
