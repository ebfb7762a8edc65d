import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@kanban/notifications';
import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

const environment = { DASHBOARD_URL: 'https://board.example.test' };
const preview = (args: string[], more: Record<string, string> = {}) =>
  runCli(['preview', ...args], { ...environment, ...more });

describe('kanban preview', () => {
  test.each(Object.keys(topics))(
    'shows %s in every channel, with its links, without any server',
    async (topic) => {
      const mail = await preview([topic]);
      expect(mail).toMatchObject({ code: 0, stderr: '' });
      expect(mail.stdout).toMatch(/^Subject: \S.*\n\n\S/);
      expect(mail.stdout).toContain('\nhttps://board.example.test/?stream=main\n');
      for (const [channel, member] of [
        ['slack', 'blocks'],
        ['teams', 'attachments'],
        ['webhook', 'event_id'],
      ] as const) {
        const { code, stdout } = await preview([topic, '--channel', channel]);
        expect([channel, code]).toEqual([channel, 0]);
        expect(JSON.parse(stdout)).toHaveProperty(member);
      }
    },
  );

  test.each([
    [['work_item.eaten'], /There is no topic work_item.eaten. Topics: queue.slot_available/],
    [[], /Name a topic/],
    [['queue.overloaded', '--channel', 'fax'], /Allowed choices are email, slack, teams, webhook/],
    [['queue.overloaded', '--channel', 'slack', '--html', 'x.html'], /Only a mail has HTML/],
    [['--event', 'x'], /It must be the number of an event/],
  ])('refuses %j as wrong usage', async (args, sentence) => {
    expect(await preview(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
  });
});

describe.each(serviceDatabases())('kanban preview --event on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  beforeAll(async () => {
    await database.pool.query(
      `INSERT INTO outbox_events (id, topic, payload, created_at) VALUES
       (7, 'work_item.blocked', '{"reference":"A-1","reason":"rain"}', '2026-11-22 10:00:00.5'),
       (8, 'own.topic', '{"colour":"red"}', '2026-11-22 10:00:00.5')`,
    );
  });

  test('shows what is sent about an event of the outbox, also of a topic of one’s own', async () => {
    const { stdout } = await preview(['--event', '7'], { DATABASE_URL: database.url });
    expect(stdout).toMatch(/^Subject: A-1 is blocked: rain\n/);
    const own = await preview(['own.topic', '--event', '8', '--channel', 'webhook'], {
      DATABASE_URL: database.url,
    });
    expect(JSON.parse(own.stdout)).toMatchObject({
      event_id: 8,
      occurred_at: '2026-11-22T10:00:00.500000Z',
      payload: { colour: 'red' },
    });
  });

  test('says when there is no such event, or when it is of another topic', async () => {
    const env = { DATABASE_URL: database.url };
    expect(await preview(['--event', '99'], env)).toMatchObject({
      code: 1,
      stderr: 'There is no event 99 in the outbox.\n',
    });
    expect(await preview(['queue.overloaded', '--event', '7'], env)).toMatchObject({ code: 2 });
  });
});

describe('the HTML of a mail', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kanban-preview-'));
    browser = await chromium.launch({
      executablePath: testServers().chromium,
      args: ['--headless', '--no-sandbox'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  test.each(Object.keys(topics))('of %s fits a phone, with links that a thumb can meet', async (topic) => {
    const file = join(folder, `${topic}.html`);
    expect(await preview([topic, '--html', file])).toMatchObject({
      code: 0,
      stderr: `The HTML is in ${file}.\n`,
    });
    // Nothing is fetched: many clients would ask first.
    expect(await readFile(file, 'utf8')).not.toMatch(/<(img|link|script)\b|url\(/);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(`file://${file}`);
    const seen = await page.evaluate<{ width: number; links: number[]; text: number[] }>(`({
      width: document.documentElement.scrollWidth,
      links: [...document.querySelectorAll('a')].map((link) => link.getBoundingClientRect().height),
      text: [...document.querySelectorAll('h1,p,td,a')].map((each) => parseFloat(getComputedStyle(each).fontSize)),
    })`);
    await page.close();
    expect(seen.width).toBe(390);
    expect(Math.min(...seen.links)).toBeGreaterThanOrEqual(44);
    expect(Math.min(...seen.text)).toBeGreaterThanOrEqual(13);
  });
});
