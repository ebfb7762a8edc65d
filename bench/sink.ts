import { createServer } from 'node:net';

/*
 * A mail server that takes everything and keeps nothing, in a process of its own and as cheap as can be, so that it is the
 * senders that are measured; its argument is how many milliseconds it takes over a mail. Says its port, then answers 'report' with how many mails it took and when the first and the
 * last one came; 'reset' begins anew.
 */
const delayMs = Number(process.argv[2] ?? 0);
let [count, firstAt, lastAt] = [0, 0, 0];

const END_OF_DATA = '\r\n.\r\n';

function answerTo(command: string): string {
  switch (command.slice(0, 4).toUpperCase()) {
    case 'DATA':
      return '354 Go on\r\n';
    case 'QUIT':
      return '221 Bye\r\n';
    default:
      return '250 OK\r\n';
  }
}

const server = createServer((socket) => {
  let [received, inData] = ['', false];
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (;;) {
      const end = received.indexOf(inData ? END_OF_DATA : '\r\n');
      if (end < 0) return;
      if (inData) {
        received = received.slice(end + END_OF_DATA.length);
        lastAt = performance.now();
        if (count++ === 0) firstAt = lastAt;
        inData = false;
        if (delayMs > 0) setTimeout(() => socket.write('250 Taken\r\n'), delayMs);
        else socket.write('250 Taken\r\n');
        continue;
      }
      const command = received.slice(0, end);
      received = received.slice(end + 2);
      const answer = answerTo(command);
      inData = answer.startsWith('354');
      socket.write(answer);
      if (answer.startsWith('221')) socket.end();
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('message', (message) => {
  if (message === 'reset') count = 0;
  process.send?.({ count, seconds: (lastAt - firstAt) / 1000 });
});
process.on('disconnect', () => process.exit());
