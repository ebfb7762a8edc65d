import { createClient } from '@kanban/api';
import { DAY, formatInstant, HOUR, type Instant } from '@kanban/domain';
import { messageOf, renderMail } from '@kanban/notifications/messages';
import { askReport, renderReportMail } from '@kanban/report';
import { createTestDatabase, outbox, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { type RealApi, startApi } from '../testing/real-api.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Twelve of a class: an expedite took 62, 64 … 84 hours in development, a standard one 39 days. */
const EXPEDITE_HOURS = Array.from({ length: 12 }, (_, n) => 62 + 2 * n);
const STANDARD_HOURS = 39 * 24;

describe.each(serviceDatabases())('one history on $name', (server) => {
  let database: TestDatabase;
  let api: RealApi;
  let environment: Record<string, string>;
  let now: Instant;
  /** Items in development since so many hours ago. */
  const open = { third: 60, far: 60, slow: 240 };
  const began = (hours: number) => now - hours * HOUR;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    const [row] = await select<{ now: Instant }>(database, 'SELECT UTC_TIMESTAMP(6) AS now');
    now = row?.now as Instant;
    environment = { DATABASE_URL: database.url };
    const line = (at: Instant, ...cells: string[]) => [formatInstant(at), ...cells].join(',');
    const finished = (reference: string, hours: number, daysAgo: number) => [
      line(now - daysAgo * DAY - hours * HOUR, reference, '', 'dev'),
      line(now - daysAgo * DAY, reference, 'dev', 'live'),
    ];
    const log = logCsv(
      ...EXPEDITE_HOURS.flatMap((hours, n) => finished(`e${n}`, hours, 5 + n)),
      ...EXPEDITE_HOURS.flatMap((_, n) => finished(`s${n}`, STANDARD_HOURS, 5 + n)),
      ...Object.entries(open).map(([reference, hours]) => line(began(hours), reference, '', 'dev')),
    );
    const isExpedite = (reference: string) => /^e\d|third|far/.test(reference);
    const references = [...EXPEDITE_HOURS.flatMap((_, n) => [`e${n}`, `s${n}`]), ...Object.keys(open)];
    const items = references.map((each) => `${each},${isExpedite(each) ? 'expedite' : 'standard'}`);
    const files = [
      folder.write(`${server.name}.csv`, log),
      folder.write(`${server.name}-items.csv`, ['reference,class_of_service', ...items, ''].join('\n')),
    ];
    const args = ['--stream', 'shop', '--queues', 'dev:active,live:delivered', '--items'];
    expect(
      await runCli(['import', files[0] as string, ...args, files[1] as string], environment),
    ).toMatchObject({ code: 0 });
    const due = (reference: string, at: Instant) =>
      database.pool.query('UPDATE work_items SET date_due = ? WHERE reference = ?', [
        formatInstant(at).slice(0, 26),
        reference,
      ]);
    await database.pool.query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('sla_at_risk_percent', 'shop', '10')",
    );
    await database.pool.query("INSERT INTO work_items (reference, value_stream) VALUES ('overdue', 'shop')");
    await database.pool.query("INSERT INTO queues (reference, queue_name) VALUES ('overdue', 'dev')");
    await due('overdue', now - HOUR);
    await due('third', began(60) + 72 * HOUR);
    await due('far', began(60) + 300 * DAY);
    await due('slow', began(240) + 80 * DAY);
    api = await startApi(database.url);
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  const STATES = { overdue: 'late', third: 'likelyLate', slow: 'atRisk' };
  const statesOf = (items: readonly { reference: string; state: string }[]) =>
    Object.fromEntries(items.map(({ reference, state }) => [reference, state]));
  const csv = async (...args: string[]) => {
    const { stdout } = await runCli(['export', ...args, '--stream', 'shop'], {
      ...environment,
      API_URL: api.url,
    });
    return parse(stdout, { columns: true, bom: true }) as {
      reference: string;
      state: string;
      expected85: string;
    }[];
  };

  test('an expedite in development on its third day is expected by the class it is in', async () => {
    const { items } = await createClient({ url: api.url }).ask('/v1/work-items', { stream: 'shop' });
    const third = items.find(({ reference }) => reference === 'third');
    // Of twelve older than 60 h the eleventh took 82; six took longer than the 72 h until it is due.
    expect(third).toMatchObject({
      state: 'likelyLate',
      missProbability: 0.5,
      expected50: formatInstant(began(60) + 72 * HOUR),
      expected85: formatInstant(began(60) + 82 * HOUR),
    });
    expect(statesOf(items)).toEqual({ ...STATES, far: 'onTrack' });
  });

  test('pages, CSV, reports, sweep and mails say the same of every item', async () => {
    const client = createClient({ url: api.url });
    const { open: counts, worst } = await client.ask('/v1/sla', { stream: 'shop', worst: '10' });
    expect(statesOf(worst.open)).toEqual(STATES);
    expect(counts).toMatchObject({ late: 1, likelyLate: 1, atRisk: 1, onTrack: 1, noDeadline: 0 });
    const { items } = await client.ask('/v1/sla/items', { stream: 'shop', rows: 'open' });
    // A minute may turn between two answers.
    const still = (list: readonly object[]) => list.map((each) => ({ ...each, lateByMs: null }));
    expect(still(items)).toEqual(still(worst.open));
    expect(items.map(({ finishedAt }) => finishedAt)).toEqual([null, null, null]);
    const rows = await csv('sla', '--rows', 'open');
    expect(statesOf(rows)).toEqual(STATES);
    expect(rows.map(({ expected85 }) => expected85)).toEqual(worst.open.map((each) => each.expected85 ?? ''));
    expect(statesOf(await csv('work-items'))).toEqual({ ...STATES, far: 'onTrack' });

    const report = await renderReportMail(await askReport({ url: api.url }, { stream: 'shop' }));
    const { text } = await report.body();
    expect(text).toContain('1 open item late, 1 likely late, 1 at risk');
    expect(text).toMatch(/^overdue +late by 6\d minutes/m);
    expect(text).toMatch(/^third +likely late \(50 %\)/m);
    expect(text).toMatch(/^slow +at risk \(0 %\)/m);

    expect(await runCli(['sla', 'flag'], environment)).toMatchObject({ code: 0 });
    expect(statesOf(await select(database, 'SELECT reference, state FROM sla_flags'))).toEqual(STATES);
    const events = (await outbox(database.pool)).filter(({ topic }) => topic.startsWith('work_item.sla_'));
    expect(statesOf(events.map(({ payload }) => payload as never))).toEqual(STATES);
    const subjects = events.map(({ topic, payload }, n) => {
      const event = { eventId: n + 1, topic, payload, occurredAt: formatInstant(now) };
      return renderMail(messageOf(`d1-e${n}-x`, [event], { dashboardUrl: 'https://board.example.test/' }))
        .subject;
    });
    expect(subjects.map((subject) => subject.replace(/: due.*/, '')).sort()).toEqual([
      'overdue has missed its deadline',
      'slow is at risk',
      'third is likely late',
    ]);
  });
});
