import { chartsOfReport } from '@kanban/charts';
import { describe, expect, test } from 'vitest';
import { attentionOf, csvOf, sampleReport } from '../testing/sample-report.ts';
import { renderReportMail } from './render-mail.ts';

describe('the mail', () => {
  test('shows each picture it holds once, and none that it does not hold', async () => {
    const { body, pictures } = await renderReportMail(sampleReport(20));
    const { html } = await body();
    const shown = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
    expect(shown).toEqual(pictures.map(({ cid }) => cid));
    expect(new Set(shown).size).toBe(chartsOfReport.length);
  });

  test('says as of when its figures are, as the API takes it', async () => {
    const report = sampleReport(3);
    const { html, text } = await (await renderReportMail(report)).body();
    for (const each of [html, text]) expect(each).toContain(`as of ${report.figures.throughput.asOf}`);
  });

  test('has content ids that fit into the line of their header, and no two reports share one', async () => {
    const named = (stream: string) => renderReportMail({ ...sampleReport(20), stream });
    const mails = await Promise.all(['x'.repeat(64), 'a b', 'a-b'].map(named));
    const cids = mails.flatMap(({ pictures }) => pictures.map(({ cid }) => cid));
    for (const cid of cids) expect(`Content-Id: <${cid}>`.length).toBeLessThanOrEqual(76);
    expect(new Set(cids).size).toBe(3 * chartsOfReport.length);
  });

  test('loads nothing from anywhere', async () => {
    const { body } = await renderReportMail(sampleReport(20), { dashboardUrl: 'https://board.example/' });
    const { html } = await body();
    expect(html).not.toMatch(/src="(?!cid:)|url\(|<link|@import/);
    expect(html.match(/https?:\/\/[^"' <]+/g)).toEqual([
      'https://board.example/?page=flow&amp;stream=main&amp;from=2026-03-16&amp;to=2026-03-22&amp;timeZone=Europe%2FBerlin',
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
    expect(pictures).toHaveLength(chartsOfReport.length - 1);
  });

  test('begins with what happened and what to talk about now, in the words of the pages', async () => {
    const { body } = await renderReportMail(sampleReport(20));
    const { text, html } = await body();
    const words = '21 things: 20 late and 1 full although the next has room.';
    const happened = 'What happened: 20 items finished.';
    for (const said of [text.replaceAll('\n', ' '), html]) {
      const places = [happened, words, 'Throughput'].map((each) => said.indexOf(each));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBeGreaterThan(0);
      expect(said).toContain('… and 11 more');
    }
    // The first of ten, by the day of the zone; texts are shown as texts.
    expect(text).toContain('\n- KF-0 is 1 days late <b> (late)\n');
    expect(html).toContain('<strong>KF-0</strong> is 1 days late &lt;b&gt;<br>');
    expect(html).toContain('Why: late · When: since 20 Mar 2026');
    const calm = await (
      await renderReportMail(sampleReport(20, { attention: attentionOf(0), changes: null }))
    ).body();
    expect(calm.text.replaceAll('\n', ' ')).toContain('Nothing stands out');
    expect(calm.html).not.toContain(happened);
  });
});
