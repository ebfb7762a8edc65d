import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPool, inTransaction, isRetryable, migrate, refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, testServers } from '@kanban/schema/testing';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findGalera, type GaleraNode, startGalera } from '../../../../scripts/servers/galera.mjs';
import { until } from '../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../testing/app-process.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';
import { twice, untilProcessed, writeEvents, wrongs } from './testing/flow.ts';

const EVENTS = 600;
const BATCH = 20;
const ITEMS = 30;
const QUEUES = ['backlog', 'triage', 'development', 'test', 'uat', 'production'];

describe.skipIf(!findGalera())('a Galera cluster of three nodes', () => {
  let cluster: Awaited<ReturnType<typeof startGalera>>;
  let mailServer: MailServer;
  const apps: AppProcess[] = [];
  const pools: Pool[] = [];

  /** The cluster as DATABASE_URL has it: the node at `first` before the two others. */
  function urlFrom(first: number): string {
    const hosts = cluster.nodes.map(({ adminUrl }) => new URL(adminUrl).host);
    return `mysql://root@${[...hosts.slice(first), ...hosts.slice(0, first)].join(',')}/kanban`;
  }

  function poolFrom(first: number): Pool {
    const pool = createPool(urlFrom(first), { connectTimeoutMs: 2_000 });
    pools.push(pool);
    return pool;
  }

  function poolOf({ adminUrl }: GaleraNode): Pool {
    const pool = createPool(`${adminUrl}kanban`, { connectionLimit: 1 });
    pools.push(pool);
    return pool;
  }

  beforeAll(async () => {
    cluster = await startGalera();
    await Promise.all(cluster.nodes.map((node) => until(() => hasJoined(node), 30_000)));
    await migrate(urlFrom(0));
    const pool = poolFrom(1);
    await createBoard(pool);
    await enter(pool, 'backlog', ...Array.from({ length: ITEMS }, (_, number) => `item-${number}`));
    mailServer = await startMailServer(() => 'accept', { delayMs: 10 });
    const env = {
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{galera-${process.pid}}`,
      NOTIFIER_CONCURRENCY: '10',
      // Moves write events too, which nobody is to hear of here.
      DEFAULT_RECIPIENT: '',
      SEND_TIMEOUT_MS: '5000',
      CLAIM_LEASE_MS: '8000',
      LOCK_DURATION_MS: '2000',
      RELAY_PUBLISH_LEASE_MS: '3000',
      DATABASE_DEADLINE_MS: '5000',
    };
    const services = [
      ['relay', 0],
      ['relay', 1],
      ['notifier', 0],
      ['notifier', 1],
      ['notifier', 2],
    ] as const;
    apps.push(...services.map(([app, node]) => startApp(app, { ...env, DATABASE_URL: urlFrom(node) })));
    await Promise.all(apps.map((app) => app.printed('Ready')));
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await Promise.all(pools.map((pool) => pool.end()));
    await mailServer.close();
    await cluster.stop();
  });

  it('is migrated from two nodes at once: one of both works, the other one waits and finds it done', async () => {
    const [, first, second] = cluster.nodes;
    const reports = await Promise.all(
      [first, second].map(({ adminUrl }) => migrate(`${adminUrl}migrated_twice`)),
    );
    const counts = reports.map(({ migrations, repeatables }) => migrations.length + repeatables.length);
    expect(counts).toContain(0);
    expect(Math.max(...counts)).toBeGreaterThan(100);
  });

  it('continues while all nodes are asked at once what a login may do', async () => {
    const asking = cluster.nodes.map(async ({ adminUrl }) => {
      for (let round = 0; round < 5; round++) await migrate(`${adminUrl}migrated_twice`);
    });
    await Promise.all(asking);
    await poolOf(cluster.nodes[0]).query('CREATE TABLE migrated_twice.written (id INT PRIMARY KEY)');
  });

  it('is migrated though a migrator on another node died', async () => {
    const [, first, second] = cluster.nodes;
    await poolOf(first).query(
      `UPDATE migrated_twice.schema_cluster_lock
       SET holder = 'one that died', until = UTC_TIMESTAMP(6) + INTERVAL 2 SECOND`,
    );
    const report = await migrate(`${second.adminUrl}migrated_twice`);
    expect(report).toEqual({ migrations: [], repeatables: [] });
  });

  it('is migrated beside programs that write on another node', async () => {
    const [, first, second] = cluster.nodes;
    const pool = poolOf(second);
    await pool.query(
      "UPDATE migrated_twice.schema_migrations SET checksum = '' WHERE name LIKE 'triggers/%'",
    );
    await pool.query(
      "INSERT INTO migrated_twice.subscriptions (topic, recipient) VALUES ('*', 'a@a.example')",
    );
    let isMigrated = false;
    let writes = 0;
    const writing = (async () => {
      while (!isMigrated) {
        await pool.query('UPDATE migrated_twice.subscriptions SET is_active = NOT is_active').then(
          () => writes++,
          (error) => expect([error.message, isRetryable(error)]).toEqual([error.message, true]),
        );
      }
    })();
    const report = await migrate(`${first.adminUrl}migrated_twice`).finally(() => {
      isMigrated = true;
    });
    await writing;
    expect(report.repeatables.length).toBeGreaterThan(50);
    expect(writes).toBeGreaterThan(10);
  });

  it('makes a notifier wait for what other nodes committed, however far its own node is behind', async () => {
    const [, , behind] = cluster.nodes;
    const [blind, seeing] = [false, true].map((waitsForOtherNodes) => {
      const pool = createPool(`${behind.adminUrl}kanban`, { waitsForOtherNodes, connectionLimit: 1 });
      pools.push(pool);
      return async () => {
        const [rows] = await pool.query<RowDataPacket[]>(
          "SELECT 1 FROM settings WHERE name = 'default_recipient'",
        );
        return rows.length;
      };
    });
    const halting = await poolOf(behind).getConnection();
    // The node takes nothing in from the others meanwhile.
    await halting.query('FLUSH TABLES WITH READ LOCK');
    await poolFrom(0).query("INSERT INTO settings (name, value) VALUES ('default_recipient', '')");
    expect(await blind?.()).toBe(0);
    const seen = seeing?.();
    await halting.query('UNLOCK TABLES');
    halting.release();
    expect(await seen).toBe(1);
  });

  it('loses a node in the middle of it: limits and counters hold, every event arrives, nothing unmarked comes twice', async () => {
    const stop = new AbortController();
    const moving = [0, 1, 2].map((node) => keepMoving(poolFrom(node), stop.signal));
    const writing = [0, 1, 2].map((node) => writeAll(poolFrom(node), (EVENTS / 3) * node, EVENTS / 3));
    await until(() => mailServer.mails.length >= EVENTS / 4, 60_000);
    cluster.nodes[0].signal('SIGKILL');
    await Promise.all(writing);
    stop.abort();
    const moved = await Promise.all(moving);
    expect(Math.min(...moved)).toBeGreaterThan(0);

    const survivor = poolFrom(1);
    await untilProcessed(survivor, EVENTS, 60_000);
    expect(await wrongs(survivor, EVENTS, mailServer.mails)).toEqual([]);
    console.info(
      `Galera: ${mailServer.mails.length} mails, ${moved} moves, twice (marked): ${twice(mailServer.mails).length}`,
    );
    for (const node of [1, 2]) expect(await drift(poolFrom(node))).toEqual([]);
    const [overfull] = await survivor.query<RowDataPacket[]>(
      `SELECT s.queue_name FROM queue_state s JOIN wip_limits w ON w.queue_name = s.queue_name
       WHERE w.wip_limit >= 0 AND s.current_wip > w.wip_limit`,
    );
    expect(overfull).toEqual([]);
  });

  it('is in order to `kanban verify` afterwards', () => {
    const cli = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
    const verify = spawnSync(process.execPath, [cli, 'verify'], {
      env: { PATH: process.env.PATH, DATABASE_URL: urlFrom(0) },
      encoding: 'utf8',
    });
    expect(`${verify.stdout}${verify.stderr}`).not.toContain('difference');
    expect(verify.status).toBe(0);
  });

  it('is left by who writes when the node is read-only, and still read from by who only reads', async () => {
    const [writer, reader] = [false, true].map((readsOnly) => {
      const pool = createPool(urlFrom(2), { readsOnly });
      pools.push(pool);
      return pool;
    }) as [Pool, Pool];
    const before = await serverOf(writer);
    const node = poolOf(cluster.nodes[2]);
    await node.query('SET GLOBAL read_only = 1');
    await until(async () => (await serverOf(writer)) !== before, 10_000, 100);
    expect(await serverOf(reader)).toBe(before);
    await node.query('SET GLOBAL read_only = 0');
  });

  it('is followed to the nodes that have the majority when the one in use is cut off from them', async () => {
    const pool = poolFrom(2);
    const before = await serverOf(pool);
    const [, heavy, isolated] = cluster.nodes;
    // Two nodes are left: the one whose vote counts twice keeps the cluster.
    await poolOf(heavy).query("SET GLOBAL wsrep_provider_options = 'pc.weight=2'");
    await poolOf(isolated).query("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await until(async () => ![before, undefined].includes(await serverOf(pool)), 20_000, 100);
    await writeEvents(pool, EVENTS, 1);
    await until(
      () => mailServer.mails.some(({ recipient }) => recipient === `p${EVENTS}@example.test`),
      30_000,
    );
  });

  /** Moves random cards until told to stop, as a client on the cluster must: again after a conflict. Returns how many. */
  async function keepMoving(pool: Pool, signal: AbortSignal): Promise<number> {
    let moved = 0;
    for (let turn = 0; !signal.aborted; turn++) {
      const reference = `item-${(turn * 7) % ITEMS}`;
      const queue = QUEUES[(turn * 5) % QUEUES.length];
      try {
        await inTransaction(
          pool,
          (connection) =>
            connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]),
          { deadlineMs: 5_000, retries: 20 },
        );
        moved++;
      } catch (error) {
        if (!refusalOf(error) && !isRetryable(error)) throw error;
      }
      // Load, but not all that the machine can do.
      await pause(5);
    }
    return moved;
  }

  /** A batch whose connection broke may have been written: the first of its people tells. */
  async function writeAll(pool: Pool, first: number, count: number): Promise<void> {
    for (let next = first; next < first + count; next += BATCH) {
      await until(async () => {
        try {
          const [found] = await pool.query<RowDataPacket[]>(
            `SELECT 1 FROM outbox_events WHERE payload LIKE '%"p${next}@example.test"%'`,
          );
          if (found.length === 0) await writeEvents(pool, next, BATCH);
          return true;
        } catch (error) {
          if (isRetryable(error)) return false;
          throw error;
        }
      }, 30_000);
      await until(() => mailServer.mails.length >= (next - first) * 3 - 5 * BATCH, 60_000);
    }
  }
});

async function hasJoined({ adminUrl }: GaleraNode): Promise<boolean> {
  const pool = createPool(adminUrl, { connectionLimit: 1 });
  try {
    const [[status]] = await pool.query<RowDataPacket[]>("SHOW STATUS LIKE 'wsrep_cluster_size'");
    const [[ready]] = await pool.query<RowDataPacket[]>("SHOW STATUS LIKE 'wsrep_ready'");
    return status?.Value === '3' && ready?.Value === 'ON';
  } catch {
    return false;
  } finally {
    await pool.end();
  }
}

/** The port of the server that answers, or undefined when none does. */
async function serverOf(pool: Pool): Promise<number | undefined> {
  try {
    const ask = async (connection: PoolConnection) => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        'SELECT @@port AS port, COUNT(*) FROM settings',
      );
      return row?.port;
    };
    return await inTransaction(pool, ask, { deadlineMs: 6_000, retries: 0 });
  } catch (error) {
    if (isRetryable(error)) return undefined;
    throw error;
  }
}
