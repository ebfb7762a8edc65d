import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { openStore } from './store.mjs';
import { createWeb } from './web.mjs';

/*
 * The local mailbox of `npm start`: takes every mail it is given, on the loopback only, and shows it.
 *   node scripts/mailbox/main.mjs FOLDER SMTP_PORT WEB_PORT
 */
const [folder = '', smtpPort, webPort] = process.argv.slice(2);
const store = await openStore(folder);

const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  size: 25_000_000,
  async onData(stream, session, callback) {
    try {
      const raw = await buffer(stream);
      const { mailFrom, rcptTo } = session.envelope;
      await store.add(raw, {
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
      });
      callback(null, 'Taken');
    } catch (error) {
      console.error(error);
      callback(Object.assign(new Error('The mail could not be stored'), { responseCode: 451 }));
    }
  },
});
// A client that goes away in the middle of a conversation is everyday life.
smtp.on('error', (/** @type {NodeJS.ErrnoException} */ error) => error.syscall === 'listen' && fail(error));

const web = createWeb(store).on('error', fail);
web.listen(Number(webPort), '127.0.0.1');
smtp.listen(Number(smtpPort), '127.0.0.1');
await Promise.all([once(web, 'listening'), once(smtp.server, 'listening')]);
console.log(`Mails to 127.0.0.1:${smtpPort} are shown at http://127.0.0.1:${webPort}`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

function stop() {
  smtp.close(() => process.exit(0));
  web.close();
  web.closeAllConnections();
  setTimeout(() => process.exit(0), 2_000).unref();
}

/** @param {Error} error */
function fail(error) {
  console.error(`The mailbox cannot listen: ${error.message}`);
  process.exit(1);
}
