import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyRoles, createLogins, createPool, migrate } from '@kanban/schema';
import { type Cable, layCable } from '@kanban/schema/testing/cable';
import { Redis } from 'ioredis';
import type { Pool } from 'mysql2/promise';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { lineNames, type Programs, programNames } from '../schedule.ts';
import type { Process } from './process.ts';
import { createProgram } from './program.ts';
import { type Binaries, type MailProcess, startServers } from './servers.ts';

/** Short times, so that one run has many faults and recoveries; their ratios are those of the defaults. */
const shortDeadlines = {
  NOTIFIER_CONCURRENCY: '20',
  SEND_TIMEOUT_MS: '2000',
  CLAIM_LEASE_MS: '3000',
  LOCK_DURATION_MS: '2000',
  RETRY_BASE_MS: '100',
  RETRY_LONGEST_MS: '2000',
  // No fault of a run may exhaust the attempts: only a message that the mail server refuses for good may be dead.
  MAX_ATTEMPTS: '1000',
  DATABASE_DEADLINE_MS: '2000',
  DATABASE_DEADLINE_SECONDS: '2',
  REDIS_DEADLINE_MS: '1000',
  RELAY_BATCH_SIZE: '100',
  RELAY_DELIVERIES_A_TRANSACTION: '5',
  RELAY_PUBLISH_LEASE_MS: '1500',
  RELAY_QUEUED_PATIENCE_MS: '5000',
  RELAY_RECONCILE_INTERVAL_MS: '200',
};

/** The member as whom the board APIs move, and its token there. */
export const PERSON = 'person';
export const PERSON_TOKEN = 'token-of-the-person-0123456789';

export const DEFAULT_RECIPIENT = 'everyone@example.test';

/** All parts of a run; other runs share none of them. */
export interface World {
  readonly processes: ReadonlyMap<string, Process>;
  readonly mail: MailProcess;
  /** By the name of the line (`relay-1 to redis`). */
  readonly lines: ReadonlyMap<string, Cable>;
  /** Past all lines, as the database's administrator. */
  readonly admin: Pool;
  readonly redis: Redis;
  /** A login that may move items, past all lines. */
  readonly moverUrl: string;
  readonly boardUrls: readonly string[];
  readonly journal: string;
  /** SIGKILLs everything that is left. */
  end(): Promise<void>;
}

export async function makeWorld(
  binaries: Binaries,
  programs: Programs,
  folder: string,
  found: (what: string) => void,
): Promise<World> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'log'), { recursive: true });
  const journal = join(folder, 'journal.jsonl');
  const processes = new Map<string, Process>();
  const lines = new Map<string, Cable>();
  const endings: (() => unknown)[] = [];
  const end = async () => {
    await Promise.all([...processes.values()].map((each) => each.kill()));
    for (const cable of lines.values()) cable.close();
    for (const ending of endings) await ending();
    rmSync(join(folder, 'data'), { recursive: true, force: true });
  };
  try {
    const servers = await startServers(binaries, folder, journal, found);
    for (const server of [servers.database, servers.redis, servers.mail]) processes.set(server.name, server);
    const url = new URL('/kanban', servers.adminUrl).href;
    await migrate(url, () => {});
    await applyRoles(url);
    const logins = await createLogins(url, {
      relay: 'relay-1',
      notifier: 'notifier-1',
      mover: 'mover-1',
      board: 'board-1',
    });
    const admin = createPool(url, { connectTimeoutMs: 2_000 });
    const redis = new Redis(servers.redisUrl, { commandTimeout: 2_000, maxRetriesPerRequest: 1 });
    redis.on('error', () => {});
    endings.push(
      () => redis.disconnect(),
      () => admin.end().catch(() => {}),
    );

    const ends = { redis: servers.redisUrl, mail: servers.smtpUrl };
    for (const line of lineNames(programs)) {
      const [program = '', end = ''] = line.split(' to ');
      const login = logins[program.replace(/-\d+$/, '') as 'relay' | 'notifier' | 'board'];
      lines.set(line, await layCable(end === 'database' ? String(login) : ends[end as keyof typeof ends]));
    }
    const ports = new Map<string, string>();
    for (const name of programNames(programs)) {
      if (name.startsWith('board')) ports.set(name, String(await freePort()));
      const env = {
        ...shortDeadlines,
        DATABASE_URL: lines.get(`${name} to database`)?.url ?? '',
        REDIS_URL: lines.get(`${name} to redis`)?.url ?? '',
        SMTP_URL: lines.get(`${name} to mail`)?.url ?? '',
        CHANNELS: 'email',
        DEFAULT_RECIPIENT,
        BOARD_PORT: ports.get(name) ?? '',
        BOARD_TOKENS: `${PERSON}:${PERSON_TOKEN}`,
      };
      processes.set(name, createProgram(name, env, folder, found));
    }
    // A killed process writes no compile cache. One of each kind ends normally first, which halves the cost of every later start.
    for (const name of ['relay-1', 'notifier-1', 'board-1']) {
      await processes.get(name)?.start();
      await processes.get(name)?.stopCleanly();
    }
    await Promise.all(programNames(programs).map((name) => processes.get(name)?.start()));
    return {
      processes,
      mail: servers.mail,
      lines,
      admin,
      redis,
      moverUrl: String(logins.mover),
      boardUrls: [...ports.values()].map((port) => `http://127.0.0.1:${port}`),
      journal,
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
