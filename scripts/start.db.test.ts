import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { freePort } from './servers/free-port.mjs';
import { isSoon } from './servers/until.mjs';

const state = mkdtempSync(join(tmpdir(), 'kanban-start-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));
const port = await freePort();

/** Those still running when a test fails; what they started ends with them. */
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

function startWith(env: Readonly<Record<string, string>> = {}) {
  const { DATABASE_URL, REDIS_URL, SMTP_URL, npm_execpath, ...rest } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], {
    env: { ...rest, TZ: 'UTC', KANBAN_STATE: state, PORT: String(port), ...env },
    // A group of its own, so that a test can do to it what Ctrl-C does.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let isOver = false;
  running.add(child);
  ended.then(() => {
    isOver = true;
    running.delete(child);
  });
  return {
    child,
    ended,
    output: () => output,
    async ready() {
      await isSoon(() => isOver || output.includes('Ctrl-C stops all of it'), 170_000);
      expect(output).toContain('Ctrl-C stops all of it');
    },
    signalGroup: (name: NodeJS.Signals) => process.kill(-(child.pid as number), name),
  };
}

const services = () => JSON.parse(readFileSync(join(state, 'services.json'), 'utf8'));
const pids = () =>
  readdirSync(join(state, 'run')).map((file) =>
    Number.parseInt(readFileSync(join(state, 'run', file), 'utf8'), 10),
  );

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start', { timeout: 180_000 }, () => {
  test('sets everything up; a move out of a full queue brings a mail; Ctrl-C leaves no process', async () => {
    chmodSync(state, 0o755);
    const start = startWith();
    await start.ready();
    // Databases without passwords and mails are in it: for this user alone.
    expect(statSync(state).mode & 0o777).toBe(0o700);
    const { apiUrl, dashboardUrl, mailboxUrl } = services();
    expect((await fetch(`${apiUrl}/health/ready`)).status).toBe(200);
    expect(await (await fetch(dashboardUrl)).text()).toMatch(/<html/i);
    // The card wall under the same origin, for this machine alone.
    const wall = await fetch(`${apiUrl}/v1/wall`);
    expect(await wall.json()).toMatchObject({ valueStream: 'main' });
    expect((await fetch(`${apiUrl}/v1/wall`, { headers: { 'X-Forwarded-For': '10.0.0.9' } })).status).toBe(
      403,
    );
    const json = { 'Content-Type': 'application/json', Origin: apiUrl };
    const signedIn = await fetch(`${apiUrl}/v1/session`, {
      method: 'POST',
      headers: json,
      body: '{"name":"Ann"}',
    });
    expect(await signedIn.json()).toMatchObject({ person: { name: 'Ann', mayMove: true } });

    const move = /^ +(\S+ -h .* -e ".*")$/m.exec(start.output())?.[1];
    expect(move).toBeDefined();
    execFileSync('sh', ['-c', move as string]);
    const mails = async () => (await (await fetch(`${mailboxUrl}/mails.json`)).json()) as unknown[];
    expect(await isSoon(async () => (await mails()).length > 0, 30_000)).toBe(true);

    const children = pids();
    expect(children.length).toBeGreaterThanOrEqual(6);
    const stoppedAt = Date.now();
    start.signalGroup('SIGINT');
    expect(await start.ended).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    expect(children.filter(isAlive)).toEqual([]);
  });

  test('killed hard, it leaves nothing that keeps the next one from being ready with its data', async () => {
    const first = startWith();
    await first.ready();
    const children = pids().filter((pid) => pid !== first.child.pid);
    first.child.kill('SIGKILL');
    await first.ended;

    const second = startWith();
    await second.ready();
    expect(children.filter(isAlive)).toEqual([]);
    expect(second.output()).not.toContain('sample data');

    const third = startWith();
    expect(await third.ended).toBe(1);
    expect(third.output()).toContain(`runs from this folder already (process ${second.child.pid})`);
    second.signalGroup('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test('names the port that is taken, the tokens that are missing, and the address where nobody answers', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port: taken } = other.address() as { port: number };
    const refused = startWith({ PORT: String(taken) });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`Port ${taken} of 127.0.0.1 (PORT) is taken`);
    other.close();

    const open = startWith({ HOST: '0.0.0.0', API_TOKENS: '' });
    expect(await open.ended).toBe(1);
    expect(open.output().trim()).toMatch(
      /^HOST is 0\.0\.0\.0, which other machines reach: set API_TOKENS .*$/,
    );

    const unreachable = startWith({ DATABASE_URL: 'mysql://root:secret@127.0.0.1:1/kanban' });
    expect(await unreachable.ended).toBe(1);
    expect(unreachable.output()).toContain('DATABASE_URL names 127.0.0.1:1, where nobody answers');
    expect(unreachable.output()).not.toContain('secret');
  });
});
