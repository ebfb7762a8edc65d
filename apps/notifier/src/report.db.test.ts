import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { applyRoles, createLogins } from '@kanban/schema';
import { oneDatabase, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { RowDataPacket } from 'mysql2/promise';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/servers/free-port.mjs';
import { until } from '../../../scripts/servers/until.mjs';
import { readConfig } from './config.ts';
import { type Notifier, startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from './testing/board-events.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const CLI = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const TOKEN = 'a-token-that-is-long-enough';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

// What depends on the database is tested where events are written and deliveries settled.
describe.each(oneDatabase())('the weekly report by mail on $name', (server) => {
  const database = boardTest(server);
  let logins: Record<string, string>;
  let mailServer: MailServer;
  let relay: AppProcess;
  let api: AppProcess;
  let notifier: Notifier;
  let apiUrl: string;
  /** The last week that is over. */
  let week: { from: string; to: string };

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [CLI, 'simulate', '--months', '2', '--seed', '5'], {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        DATABASE_URL: database.url,
      },
    });
    await database.pool.query("UPDATE value_streams SET time_zone = 'America/St_Johns'");
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('quiet')");
    await applyRoles(database.url);
    const passwords = { relay: 'relay-1', notifier: 'notifier-1', reader: 'reader-1' };
    logins = (await createLogins(database.url, passwords, {
      suffix: database.name.slice(-9),
    })) as typeof logins;
    week = lastWeek();
    mailServer = await startMailServer();
    apiUrl = `http://127.0.0.1:${await freePort()}`;
    const env = {
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{report-${database.name}}`,
      LOG_LEVEL: 'info',
      MAIL_FROM: 'Kanban <kanban@board.example>',
      API_URL: apiUrl,
      API_TOKEN: TOKEN,
      DASHBOARD_URL: 'https://board.example',
      RETRY_BASE_MS: '50',
      REPORT_SEPARATOR: 'semicolon',
      REPORT_DECIMAL: 'comma',
      RELAY_RECONCILE_INTERVAL_MS: '100',
    };
    relay = startApp('relay', { ...env, DATABASE_URL: logins.relay as string });
    notifier = await startNotifier(
      readConfig({ ...env, DATABASE_URL: logins.notifier as string }),
      pino({ level: 'silent' }),
    );
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await notifier?.stop();
    await relay?.end('SIGTERM');
    await api?.end('SIGTERM');
    await mailServer?.close();
    for (const { username } of Object.values(logins ?? {}).map((url) => new URL(url)))
      await database.pool.query('DROP USER ?', [username]);
  });

  async function subscribe(recipient: string, stream: string) {
    await database.pool.query(
      "INSERT INTO subscriptions (topic, value_stream, recipient) VALUES ('report.weekly', ?, ?)",
      [stream, recipient],
    );
  }
  /** As housekeeping does. Returns the id of the event. */
  async function callFor(stream: string, { from, to }: typeof week, missedFrom: string | null = null) {
    await database.pool.query(
      'INSERT INTO report_runs (value_stream, first_day, last_day, missed_from, due_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL 2 HOUR)',
      [stream, from, to, missedFrom],
    );
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      "SELECT MAX(id) AS id FROM outbox_events WHERE topic = 'report.weekly'",
    );
    return Number(row?.id);
  }
  const mailsTo = (recipient: string) => mailServer.mails.filter((mail) => mail.recipient === recipient);
  const mailTo = (recipient: string): Promise<ParsedMail> => simpleParser(mailsTo(recipient)[0]?.raw ?? '');
  async function ask(path: string): Promise<Response> {
    const response = await fetch(`${apiUrl}/v1/${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(response.status).toBe(200);
    return response;
  }
  const jsonOf = async <Answer>(path: string) => (await (await ask(path)).json()) as Answer;

  it('waits while the API is away, like any failure, and is sent once when it is back', async () => {
    await subscribe('boss@example.test', 'main');
    const event = await callFor('main', week, '2026-01-05');
    await until(async () =>
      (await deliveriesOf(database, event))[0]?.last_error?.includes('cannot be reached'),
    );
    api = startApp('metrics-api' as 'relay', {
      DATABASE_URL: logins.reader as string,
      PORT: new URL(apiUrl).port,
      API_TOKENS: TOKEN,
      LOG_LEVEL: 'info',
    });
    expect((await settled(database, event)).state).toBe('sent');
    expect(mailsTo('boss@example.test')).toHaveLength(1);
  });

  it('tells the numbers that the API tells, in text and in HTML', async () => {
    const { text = '', html, subject } = await mailTo('boss@example.test');
    const range = `stream=main&from=${week.from}&to=${week.to}`;
    const throughput = await jsonOf<{ total: number }>(`throughput?${range}&interval=day`);
    const leadTime = await jsonOf<{ percentiles: { percentile: number; leadTimeMs: number }[] }>(
      `lead-time?${range}&measure=cycle`,
    );
    const { workInProgress } = await jsonOf<{ workInProgress: number }>('queues?stream=main');
    expect(subject).toMatch(/^Flow report of main: Week \d+, /);
    expect(throughput.total).toBeGreaterThan(0);
    expect(text).toContain(`\nThroughput: ${throughput.total} a week (${throughput.total} item`);
    const median = leadTime.percentiles.find((each) => each.percentile === 50);
    const days = Math.round(((median?.leadTimeMs ?? Number.NaN) / 86_400_000) * 10) / 10;
    expect(text).toContain(`\nMedian cycle time: ${days} days (`);
    expect(text).toContain(`\nWork in progress now: ${workInProgress} (`);
    const then = new Date(Date.now() - 7 * 86_400_000).toLocaleDateString('sv', {
      timeZone: 'America/St_Johns',
    });
    const { comparison } = await jsonOf<{ comparison: { summary: { age: { meanMs: number } } } }>(
      `ageing?stream=main&compareWith=${then}..${then}`,
    );
    const age = Math.round((comparison.summary.age.meanMs / 86_400_000) * 10) / 10;
    const beside = new RegExp(
      ` old; (. .* than on ${+then.slice(8)} .* \\(${age} days\\)|= the same as on )`,
    );
    expect(text.replaceAll('\n', ' ')).toMatch(beside);
    expect(html).toMatch(beside);
    expect(html).toContain(`>${throughput.total} a week</td>`);
    expect(html).toContain(`>${days} days</td>`);
  });

  it('says what came late and which days had no report', async () => {
    const { text = '', html } = await mailTo('boss@example.test');
    for (const body of [text.replaceAll('\n', ' '), html]) {
      expect(body).toContain('comes late');
      expect(body).toContain('No report was sent for 2026-01-05 to');
    }
  });

  it('shows each chart as a picture that the mail itself holds', async () => {
    // As it is sent: the parser would put the pictures into the HTML.
    const raw = mailsTo('boss@example.test')[0]?.raw ?? '';
    const mail = await simpleParser(raw, { skipImageLinks: true });
    const shown = [...String(mail.html).matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
    const pictures = mail.attachments.filter(({ contentType }) => contentType === 'image/png');
    expect(shown).toHaveLength(8);
    expect(pictures.map(({ cid }) => cid).sort()).toEqual([...shown].sort());
    for (const { content, related } of pictures) {
      expect([...content.subarray(0, 4)]).toEqual([...PNG]);
      expect(content.length).toBeGreaterThan(5_000);
      expect(related).toBe(true);
    }
    expect(mail.html).not.toMatch(/src="(?!cid:)/);
  });

  it('attaches the CSVs of the API, byte for byte, under names that say what they are', async () => {
    const { attachments } = await mailTo('boss@example.test');
    const csvs = attachments.filter(({ contentType }) => contentType === 'text/csv');
    const first = new Date(Date.parse(week.from) - 77 * 86_400_000).toISOString().slice(0, 10);
    const range = `stream=main&from=${first}&to=${week.to}&timeZone=America/St_Johns&format=csv&bom=true&separator=semicolon&decimal=comma`;
    const names = csvs.map(({ filename = '' }) =>
      // Of the present, whichever range was asked for.
      filename.replace(/^(queues|attention|ageing|pace)_main_.*\.csv/, '$1 now'),
    );
    expect(new Set(names)).toEqual(
      new Set([
        ...['queues', 'attention', 'ageing', 'pace'].map((what) => `${what} now`),
        ...[
          'cumulative-flow',
          'lead-time',
          'lead-time-intervals',
          'sla',
          'sla-misses',
          'sla-open',
          'throughput',
        ].map((what) => `${what}_main_${first}_${week.to}.csv`),
      ]),
    );
    const contentOf = (start: string) =>
      csvs.find(({ filename }) => filename?.startsWith(`${start}_`))?.content;
    const answerOf = async (path: string) => Buffer.from(await (await ask(path)).arrayBuffer());
    expect(contentOf('lead-time')).toEqual(await answerOf(`lead-time?${range}&measure=cycle`));
    expect(contentOf('throughput')).toEqual(await answerOf(`throughput?${range}&interval=week`));
    expect(contentOf('cumulative-flow')).toEqual(await answerOf(`cumulative-flow?${range}&interval=day`));
  });

  it('has a List-Id, names nobody else, and is no larger than mail servers take', async () => {
    const raw = mailsTo('boss@example.test')[0]?.raw ?? '';
    expect(raw).toMatch(/^List-Id: .*<main\.report-weekly\.board\.example>/im);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(raw.length).toBeLessThan(10_000_000);
  });

  it('goes to every subscriber with their own way out, and of an empty stream says so', async () => {
    for (const name of ['a', 'b', 'c']) await subscribe(`${name}@example.test`, 'quiet');
    const event = await callFor('quiet', week);
    await until(async () => {
      const rows = await deliveriesOf(database, event);
      return rows.length === 3 && rows.every(({ state }) => state === 'sent');
    });
    const mails = await Promise.all(['a', 'b', 'c'].map((name) => mailTo(`${name}@example.test`)));
    const ways = mails.map(({ text = '' }) => /Unsubscribe:\n(\S+)/.exec(text)?.[1] ?? '');
    expect(new Set(ways).size).toBe(3);
    const words = mails.map(({ text = '' }, n) => text.replace(ways[n] ?? '', ''));
    expect(new Set(words).size).toBe(1);
    expect(words[0]).toContain('there is nothing to report');
    expect(mails[0]?.attachments).toEqual([]);
  });

  it.each([
    [{ value_stream: 'gone', from: '2026-11-09', to: '2026-11-15' }, 'There are: main, quiet.'],
    [{ value_stream: 'main', from: 'yesterday' }, 'A report needs value_stream, from and to'],
  ])('becomes a dead letter that says why when it can never be made: %j', async (payload, reason) => {
    const event = await writeEvent(database, { ...payload, notify_email: 'x@example.test' }, 'report.weekly');
    const delivery = await until(async () =>
      (await deliveriesOf(database, event)).find(({ state }) => state === 'dead'),
    );
    expect(delivery.last_error).toContain(reason);
    expect(delivery.attempts).toBe(1);
  });
});

/** Monday and Sunday of the week before this one, in UTC: the tests' stream is three hours and a half behind. */
function lastWeek(): { from: string; to: string } {
  const day = 86_400_000;
  const now = Date.now() - 4 * 3_600_000;
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * day - 7 * day;
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: iso(monday), to: iso(monday + 6 * day) };
}
