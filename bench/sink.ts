import { SMTPServer } from 'smtp-server';

/*
 * A mail server that takes everything and keeps nothing, in a process of its own so that it takes no time from who sends.
 * Says its port, then answers 'report' with how many mails it took and when the first and the last one came.
 */
let [count, firstAt, lastAt] = [0, 0, 0];

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      lastAt = performance.now();
      if (count++ === 0) firstAt = lastAt;
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.server.address() as { port: number }).port }),
);
process.on('message', (message) => {
  if (message === 'reset') count = 0;
  process.send?.({ count, seconds: (lastAt - firstAt) / 1000 });
});
process.on('disconnect', () => process.exit());
