import { chartsOfReport } from '@kanban/charts';
import { describe, expect, test } from 'vitest';
import { csvOf, sampleReport } from '../testing/sample-report.ts';
import { renderReportMail } from './render-mail.ts';

describe('the mail', () => {
  test('shows each picture it holds once, and none that it does not hold', async () => {
    const { body, pictures } = await renderReportMail(sampleReport(20));
    const { html } = await body();
    const shown = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
    expect(shown).toEqual(pictures.map(({ cid }) => cid));
    expect(new Set(shown).size).toBe(chartsOfReport.length);
  });

  test('has content ids that fit into the line of their header, and no two reports share one', async () => {
    const named = (stream: string) => renderReportMail({ ...sampleReport(20), stream });
    const mails = await Promise.all(['x'.repeat(64), 'a b', 'a-b'].map(named));
    const cids = mails.flatMap(({ pictures }) => pictures.map(({ cid }) => cid));
    for (const cid of cids) expect(`Content-Id: <${cid}>`.length).toBeLessThanOrEqual(76);
    expect(new Set(cids).size).toBe(18);
  });

  test('loads nothing from anywhere', async () => {
    const { body } = await renderReportMail(sampleReport(20), { dashboardUrl: 'https://board.example/' });
    const { html } = await body();
    expect(html).not.toMatch(/src="(?!cid:)|url\(|<link|@import/);
    expect(html.match(/https?:\/\/[^"' <]+/g)).toEqual([
      'https://board.example/?stream=main&amp;from=2026-03-16&amp;to=2026-03-22&amp;timeZone=Europe%2FBerlin',
    ]);
  });

  test('weighs no more than it may, and says what was left out, largest first to go', async () => {
    const csvs = [
      csvOf('a', 'large.csv', 900_000),
      csvOf('b', 'small.csv', 1_000),
      { title: 'c', name: 'endless.csv', content: null },
      csvOf('d', 'middle.csv', 100_000),
    ];
    const mail = await renderReportMail(sampleReport(5, { csvs }), { mostBytes: 800_000 });
    const bytes = [...mail.csvs, ...mail.pictures].reduce((sum, { content }) => sum + content.length, 0);
    expect(bytes).toBeLessThanOrEqual(800_000);
    expect(mail.csvs.map(({ name }) => name)).toEqual(['small.csv', 'middle.csv']);
    const { text, html } = await mail.body();
    expect(text.replaceAll('\n', ' ')).toContain('not attached: large.csv, endless.csv.');
    expect(html).toContain('not attached: large.csv, endless.csv.');
  });

  test('of a stream in which nothing happened says so, with nothing to look at', async () => {
    const data = sampleReport(0);
    for (const point of data.charts.cumulativeFlow.points) point.arrivals = 0;
    const { body, pictures, csvs } = await renderReportMail(data);
    const { text, html } = await body();
    for (const body of [text, html])
      expect(body.replaceAll('\n', ' ')).toContain('there is nothing to report');
    expect([pictures, csvs]).toEqual([[], []]);
  });

  test('lets no name begin a header or an element', async () => {
    const stream = 'a\r\nBcc: thief@example.test <img src=x>';
    const { subject, body } = await renderReportMail(sampleReport(3, { stream }));
    const { html } = await body();
    expect(subject).toMatch(/^Flow report of a Bcc: thief@example\.test <img src=x>: Week 12/);
    expect(html).not.toContain('<img src=x>');
    expect(html).toContain('&lt;img src=x&gt;');
  });

  test('has links of the recipient’s own below', async () => {
    const { body } = await renderReportMail(sampleReport(3));
    const url = 'https://board.example/unsubscribe/a?b&c';
    const { text, html } = await body([{ label: 'Unsubscribe', url }]);
    expect(text.trimEnd().endsWith(`Unsubscribe:\n${url}`)).toBe(true);
    expect(html).toContain('href="https://board.example/unsubscribe/a?b&amp;c"');
    expect((await body()).text).not.toContain('Unsubscribe');
  });

  test('says in words when nothing can be evaluated', async () => {
    const { figures, charts } = sampleReport(20);
    const none = { sla: null, problems: { sla: 'The working hours of main leave no time.' } };
    const data = sampleReport(20, { figures: { ...figures, ...none }, charts: { ...charts, ...none } });
    const { body, pictures } = await renderReportMail(data);
    const { text } = await body();
    expect(text).toContain('The working hours of main leave no time.');
    expect(pictures).toHaveLength(5);
  });
});
