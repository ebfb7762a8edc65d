import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { BadConfig } from './settings.ts';
import { startWatchdog, watchdogOf } from './watchdog.ts';

test('it is asked for by systemd only', () => {
  expect(watchdogOf({})).toBeUndefined();
  expect(watchdogOf({ NOTIFY_SOCKET: '/s', PATH: '/bin' })).toEqual({
    socket: '/s',
    path: '/bin',
    everyMs: undefined,
  });
  expect(watchdogOf({ NOTIFY_SOCKET: '/s', WATCHDOG_USEC: '30000000' })).toMatchObject({ everyMs: 30_000 });
  expect(() => watchdogOf({ NOTIFY_SOCKET: '/s', WATCHDOG_USEC: 'often' })).toThrow(BadConfig);
});

// Node cannot listen to datagrams on a file; Perl, which every Debian has, plays systemd.
const canListen = ['systemd-notify', 'perl'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);
describe.skipIf(!canListen)('systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kanban-notify-'));
  const socket = join(folder, 'notify');
  let listener: ChildProcess;
  let heard: string[];
  let endWatchdog = () => {};

  beforeEach(async () => {
    heard = [];
    listener = spawn('perl', [
      '-MIO::Socket::UNIX',
      '-e',
      `$|=1; my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
       print "listening\\n"; while (defined $s->recv(my $m, 4096)) { print "$m\\n" }`,
      socket,
    ]);
    createInterface({ input: listener.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      heard.push(line),
    );
    await vi.waitUntil(() => heard.includes('listening'), { timeout: 10_000 });
  });
  afterEach(async () => {
    endWatchdog();
    const ended = once(listener, 'exit');
    listener.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('hears that the service is ready, then that it lives, and no more once it is silent', async () => {
    let isLive = true;
    const watchdog = watchdogOf({ NOTIFY_SOCKET: socket, WATCHDOG_USEC: '300000', PATH: process.env.PATH });
    if (!watchdog) throw new Error('No watchdog');
    endWatchdog = startWatchdog(watchdog, () => isLive, pino({ level: 'silent' }));
    const signs = () => heard.filter((line) => line === 'WATCHDOG=1').length;
    await vi.waitUntil(() => signs() >= 2 && heard.includes('READY=1'), { timeout: 10_000 });
    isLive = false;
    // What was under way arrives; then nothing for longer than systemd would wait.
    let before: number;
    do {
      before = signs();
      await new Promise((resolve) => setTimeout(resolve, 600));
    } while (signs() - before > 1);
    const last = signs();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(signs()).toBe(last);
  });
});
