import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { serve } from '@hono/node-server';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect as connectDatabase } from './connections.ts';
import { limitAnswers } from './http/answer-deadline.ts';
import { createMeasurements } from './measurements.ts';
import { appUnderTest } from './testing/app-under-test.ts';
import { makeBoard } from './testing/board.ts';

const LOG = '/v1/audit-log?format=csv';
/** More than all buffers between the log and a client that reads nothing hold together. */
const MANY_ROWS = 60_000;

describe.each(readerDatabases())('clients that read slowly, on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await makeBoard(database.pool);
    await database.pool.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                              actor, reason, source)
       SELECT occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
              actor, REPEAT('slow ', 50), source
       FROM (SELECT * FROM audit_log LIMIT 1) row1 JOIN (
         WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 245) SELECT 1 FROM n a JOIN n b LIMIT ${MANY_ROWS}) many`,
    );
  });

  let api: ReturnType<typeof appUnderTest>;
  let http: Server;
  const sockets: Socket[] = [];
  /** The id of the answer that was last read from. */
  let answered: string | undefined;
  let logged: { requestId?: string; withinMs?: number }[];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await api.close();
  });

  /** With as many connections, and answers cut off after so long. */
  async function listen(connectionLimit: number, withinMs: number): Promise<number> {
    api = appUnderTest(database.url, {}, { connectionLimit });
    http = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
    logged = [];
    const log = pino({}, { write: (line) => void logged.push(JSON.parse(line)) });
    limitAnswers(http, withinMs, log);
    await once(http, 'listening');
    return (http.address() as { port: number }).port;
  }

  /** Asks for the whole log and takes the first piece of it. */
  async function readSlowly(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write(`GET ${LOG} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    socket.pause();
    expect(String(head)).toMatch(/^HTTP\/1\.1 200/);
    answered = /^x-request-id: (\S+)/im.exec(String(head))?.[1];
    return socket;
  }

  test('leave the other answers their connections; one more is refused with when to come back', async () => {
    const port = await listen(6, 60_000);
    await readSlowly(port);
    await readSlowly(port);
    const refused = await fetch(`http://127.0.0.1:${port}${LOG}`);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '10']);
    expect(await refused.json()).toMatchObject({
      type: 'urn:kanban-flow:problem:service-busy',
      detail: expect.stringContaining('downloaded'),
    });
    const others = ['/v1/queues', '/v1/throughput', '/v1/audit-log?limit=1', '/health/ready'];
    const answers = await Promise.all(others.map((path) => fetch(`http://127.0.0.1:${port}${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('give their place back when they go, and when their time is over', async () => {
    const port = await listen(5, 1_500);
    const gone = await readSlowly(port);
    const returned = once(gone, 'close');
    gone.destroy();
    await returned;
    const cut = await readSlowlyOnceFree(port);
    // Told in the log under the id that the client was given. Until then it reads nothing: it might have all in time.
    expect(answered).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(() => logged).toMatchObject([{ requestId: answered, withinMs: 1_500 }]);
    const closed = once(cut, 'close');
    cut.resume();
    await closed;
    const last = await readSlowlyOnceFree(port);
    last.destroy();
  });

  /** The place of who left is free once the service has seen it go. */
  async function readSlowlyOnceFree(port: number): Promise<Socket> {
    for (;;) {
      const { status, body } = await fetch(`http://127.0.0.1:${port}${LOG}`, { method: 'HEAD' });
      await body?.cancel();
      if (status === 200) return readSlowly(port);
    }
  }

  test('a connection that does not answer a statement in time is closed, and another one opened', async () => {
    const options = {
      connectionLimit: 1,
      measurements: createMeasurements(),
      statementMs: 200,
      waitMs: 5_000,
    };
    const { db, isExhausted } = connectDatabase(database.url, options);
    await expect(sql`SELECT SLEEP(5)`.execute(db)).rejects.toThrow('no answer within 200 ms');
    await sql`SELECT 1`.execute(db);
    expect(isExhausted()).toBe(false);
    await db.destroy();
  });

  test('a request that waits for a connection in use gets that reason, and not "the database is away"', async () => {
    api = appUnderTest(database.url, {}, { connectionLimit: 1, waitMs: 100 });
    http = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
    const databaseUp = async () =>
      /kanban_database_up (\d)/.exec(await (await api.app.request('/metrics')).text())?.[1];
    expect(await databaseUp()).toBe('1');
    await api.db.connection().execute(async () => {
      const answer = await api.app.request('/v1/queues');
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '10']);
      expect(await answer.json()).toMatchObject({
        type: 'urn:kanban-flow:problem:service-busy',
        title: 'Too many answers at once',
      });
      expect(await databaseUp()).toBe('1');
    });
    expect((await api.app.request('/v1/queues')).status).toBe(200);
  });
});
