import { describe, expect, test } from 'vitest';
import { sampleReport } from '../testing/sample-report.ts';
import { renderReportFile } from './render-file.ts';

describe('the file', () => {
  test('refers to nothing outside itself', async () => {
    const html = await renderReportFile(sampleReport(30));
    const addresses = [...html.matchAll(/(?:href|src|url)(?:="|\()["']?([^"')]+)/g)].map(
      ([, address]) => address,
    );
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^(data:|#)/);
    expect(html).not.toMatch(/<script|<link|@import|<iframe|<object|\son\w+=/i);
    // Names of namespaces are no addresses.
    expect(html.replace(/xmlns(:\w+)?="[^"]+"/g, '')).not.toMatch(/https?:\/\//);
  });

  test('has separate ids for every chart, and each reference finds its target', async () => {
    const html = await renderReportFile(sampleReport(30));
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    const used = [...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(used.length).toBeGreaterThan(0);
    for (const id of used) expect(ids).toContain(id);
  });

  test('holds the CSVs byte for byte under their names', async () => {
    const content = Buffer.from('reference,note\r\n"1","\'=SUM(A1) ü"\r\n');
    const html = await renderReportFile(
      sampleReport(30, { csvs: [{ title: 'Lead times', name: 'lead-time_ü.csv', content }] }),
    );
    const [, name, data = ''] =
      /download="([^"]+)" href="data:text\/csv;charset=utf-8;base64,([^"]+)"/.exec(html) ?? [];
    expect(name).toBe('lead-time_ü.csv');
    expect(Buffer.from(data, 'base64').equals(content)).toBe(true);
  });

  test('shows everything that people wrote as text', async () => {
    const data = sampleReport(10);
    const bad = '<img src=x onerror=alert(1)>';
    for (const item of data.figures.leadTime.scatter?.items ?? []) item.shortDesc = bad;
    const html = await renderReportFile({ ...data, stream: bad, timeZone: 'Europe/Berlin' });
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('cuts long tables and says so', async () => {
    const html = await renderReportFile(sampleReport(450));
    expect(html).toContain('The first 200 of 450; the CSV has all.');
  });

  test('of a stream in which nothing happened says so', async () => {
    const data = sampleReport(0);
    for (const point of data.charts.cumulativeFlow.points) point.arrivals = 0;
    const html = await renderReportFile(data);
    expect(html).toContain('there is nothing to report');
    expect(html).not.toContain('<svg');
  });
});
