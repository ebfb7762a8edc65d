import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { until } from '../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../testing/app-process.ts';
import { settled, writeEvent } from '../testing/board-events.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';

/** A span as OTLP's JSON has it. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const [server] = serviceDatabases();
if (!server) throw new Error('No test database');

describe('traces', () => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let collector: Server;
  const spans: Span[] = [];
  const apps: AppProcess[] = [];

  beforeAll(async () => {
    mailServer = await startMailServer((recipient, tries) =>
      recipient.startsWith('later') && tries === 1 ? 'refuse for now' : 'accept',
    );
    collector = createServer(async (request, response) => {
      if (request.url === '/v1/traces' && request.method === 'POST') {
        const { resourceSpans } = (await json(request)) as Export;
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap((scope) => scope.spans));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{tracing-${database.name}}`,
      RETRY_BASE_MS: '10',
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    };
    apps.push(startApp('relay', env), startApp('notifier', env));
    await Promise.all(apps.map((app) => app.printed('Ready')));
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    collector.close();
    await mailServer.close();
  });

  const attribute = ({ attributes }: Span, name: string) =>
    Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
  const spansOf = (eventId: number) =>
    spans.filter((span) => Number(attribute(span, 'kanban.event_id')) === eventId);
  const namesOf = (eventId: number) =>
    spansOf(eventId)
      .map(({ name }) => name)
      .sort();

  it('of one event are one trace through relay and notifier, beginning at its commit', async () => {
    const [sent, later] = [
      await writeEvent(database, { notify_email: 'secret-person@example.test' }),
      await writeEvent(database, { queue_name: 'else', notify_email: 'later@example.test' }),
    ] as const;
    await settled(database, sent);
    await settled(database, later);
    const once = ['claim', 'hand-over', 'publish', 'send', 'settle'];
    await until(() => spansOf(sent).length >= 7 && spansOf(later).length >= 11);
    expect(namesOf(sent)).toEqual([...once, 'event', 'fan-out'].sort());
    // The refused attempt never came to the hand-over.
    expect(namesOf(later)).toEqual(
      [...once, 'claim', 'event', 'fan-out', 'publish', 'send', 'settle'].sort(),
    );

    const traces = [sent, later].map((id) => new Set(spansOf(id).map(({ traceId }) => traceId)));
    expect(traces.map(({ size }) => size)).toEqual([1, 1]);
    expect([...(traces[0] ?? [])]).not.toEqual([...(traces[1] ?? [])]);
    const root = spansOf(sent).find(({ name }) => name === 'event') as Span;
    expect(root.parentSpanId ?? '').toBe('');
    for (const span of spansOf(sent)) if (span !== root) expect(span.parentSpanId).toBe(root.spanId);

    const [[row]] = await database.pool.query<RowDataPacket[]>(
      'SELECT created_at AS writtenAt FROM outbox_events WHERE id = ?',
      [sent],
    );
    expect(Math.abs(Number(BigInt(root.startTimeUnixNano) / 1_000n) - Number(row?.writtenAt))).toBeLessThan(
      2_000,
    );
    const states = spansOf(later).filter(({ name }) => name === 'settle');
    expect(states.map((span) => attribute(span, 'kanban.state'))).toEqual(['pending', 'sent']);
  });

  it('and lines of the log, in relay and notifier, bear the id of their event', async () => {
    const event = await writeEvent(database, { queue_name: 'logged', notify_email: 'logged@example.test' });
    await settled(database, event);
    const [relay, notifier] = apps.map(({ lines }) =>
      lines
        .map((line) => JSON.parse(line) as { eventId?: number; msg: string })
        .filter(({ eventId }) => eventId === event)
        .map(({ msg }) => msg),
    );
    expect(relay).toEqual(expect.arrayContaining(['Fanned out', 'Published']));
    expect(notifier).toContain('Sent');
  });

  it('contain neither content nor recipients of messages', () => {
    expect(spans.length).toBeGreaterThan(0);
    expect(JSON.stringify(spans)).not.toMatch(/example\.test|secret-person/);
  });
});

test('nothing of it is loaded when it is switched off', async () => {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(here('../notifier.ts'))});
    await import(${JSON.stringify(here('../../../relay/src/relay.ts'))});
    const { startTracing } = await import(${JSON.stringify(here('../../../../packages/service/src/tracing/index.ts'))});
    const tracer = await startTracing({ endpoint: undefined, service: 'x', board: 'y' });
    console.log(JSON.stringify({ count: loaded.length, tracer: tracer ?? null,
      // prom-client loads the API's interfaces, which do nothing.
      traced: loaded.filter((url) => /otlp|@opentelemetry.(?!api.)/.test(url)) }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  const { count, tracer, traced } = JSON.parse(stdout);
  expect(count).toBeGreaterThan(100);
  expect({ tracer, traced }).toEqual({ tracer: null, traced: [] });
});
