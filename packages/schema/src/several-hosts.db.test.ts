import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseHosts } from './database-url.ts';
import { DeadlinePassed, withConnection } from './deadline.ts';
import { createPool } from './pool.ts';
import { serviceDatabases } from './testing/servers.ts';
import { inTransaction } from './transaction.ts';

/** Where nothing listens. */
const NOBODY = '127.0.0.1:1';

describe.each(serviceDatabases())('a pool with several hosts, on $name', ({ adminUrl }) => {
  const [{ host, port }] = databaseHosts(adminUrl);
  const pools: Pool[] = [];
  const doors: Door[] = [];

  afterEach(async () => {
    for (const door of doors.splice(0)) door.shut();
    for (const pool of pools.splice(0)) await pool.end();
  });

  function poolOf(...hosts: string[]): Pool {
    const pool = createPool(`mysql://root@${hosts.join(',')}/`, {
      connectTimeoutMs: 500,
      connectionLimit: 4,
    });
    pools.push(pool);
    return pool;
  }

  async function openDoor(): Promise<Door> {
    const door = await makeDoor(host, port);
    doors.push(door);
    return door;
  }

  /** As everything asks that must go on: again after an error that may pass. */
  const ask = (pool: Pool) =>
    inTransaction(pool, async (connection) => {
      const [[row]] = await connection.query<RowDataPacket[]>('SELECT 7 AS answer');
      return row?.answer;
    });

  it('uses the first that is there', async () => {
    const [first, second] = [await openDoor(), await openDoor()];
    expect(await ask(poolOf(NOBODY, first.address, second.address))).toBe(7);
    expect([first.visits(), second.visits()]).toEqual([1, 0]);
  });

  it('continues with the next host when the one in use fails, and stays there when it comes back', async () => {
    const [first, second] = [await openDoor(), await openDoor()];
    const pool = poolOf(first.address, second.address);
    await Promise.all([ask(pool), ask(pool), ask(pool)]);
    first.shut();
    expect(await Promise.all([ask(pool), ask(pool), ask(pool)])).toEqual([7, 7, 7]);
    const before = first.visits();
    await first.open();
    expect(await ask(pool)).toBe(7);
    expect(first.visits()).toBe(before);
  });

  it('passes over one that takes connections and says nothing', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const door = await openDoor();
    expect(await ask(poolOf(`127.0.0.1:${(mute.address() as AddressInfo).port}`, door.address))).toBe(7);
    mute.close();
  });

  it('leaves one whose open connections fall silent, idle ones too', async () => {
    const [first, second] = [await openDoor(), await openDoor()];
    const pool = poolOf(first.address, second.address);
    await Promise.all([ask(pool), ask(pool)]);
    first.freeze();
    // The one is in use when it happens; the other one is asked before it is lent again, having been idle meanwhile.
    const asked = () => withConnection(pool, 2_600, (connection) => connection.query('SELECT 7'));
    await expect(asked()).rejects.toThrow(DeadlinePassed);
    await asked();
    expect(second.visits()).toBeGreaterThan(0);
  });

  it('says that nobody is there when it tried them all', async () => {
    await expect(ask(poolOf(NOBODY, '127.0.0.1:2'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not ask the others when a server refuses the login', async () => {
    const [first, second] = [await openDoor(), await openDoor()];
    const url = `mysql://nobody:wrong@${first.address},${second.address}/`;
    const pool = createPool(url);
    pools.push(pool);
    await expect(ask(pool)).rejects.toMatchObject({ errno: 1045 });
    expect(second.visits()).toBe(0);
  });
});

/** A way to the server that can be shut and opened again, or let nothing through any more. */
interface Door {
  readonly address: string;
  visits(): number;
  open(): Promise<void>;
  shut(): void;
  freeze(): void;
}

async function makeDoor(host: string, port: number): Promise<Door> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let own = 0;
  let visits = 0;
  let isFrozen = false;
  const open = async () => {
    const opened = createServer((here) => {
      visits++;
      const there = connect(port, host);
      for (const [from, to] of [
        [here, there],
        [there, here],
      ] as const) {
        sockets.add(from);
        if (isFrozen) continue;
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    opened.listen(own, '127.0.0.1');
    await once(opened, 'listening');
    own = (opened.address() as AddressInfo).port;
    server = opened;
  };
  await open();
  return {
    address: `127.0.0.1:${own}`,
    visits: () => visits,
    open,
    shut() {
      server?.close();
      for (const socket of sockets) socket.destroy();
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
