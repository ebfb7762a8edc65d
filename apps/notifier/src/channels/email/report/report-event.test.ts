import { describe, expect, test } from 'vitest';
import { mailOfReport } from './mail-of-report.ts';
import { BadReportEvent, type ReportEvent, reportEventOf } from './report-event.ts';

const week = { value_stream: 'main', from: '2026-11-09', to: '2026-11-15' };
const notesOf = (more: object) => reportEventOf({ ...week, ...more }).notes;

describe('what an event says of its report', () => {
  test('is nothing special when it came in time and none is missing', () => {
    expect(
      notesOf({ due_at: '2026-11-16T06:00:00.000000Z', written_at: '2026-11-16T06:59:00.000000Z' }),
    ).toEqual([]);
    expect(notesOf({ missed_from: null })).toEqual([]);
  });

  test('is that it comes late, from an hour on', () => {
    const [note, ...others] = notesOf({
      due_at: '2026-11-16T06:00:00.000000Z',
      written_at: '2026-11-16T07:00:01.000000Z',
    });
    expect(note).toContain('2026-11-16 06:00 UTC');
    expect(others).toEqual([]);
  });

  test('is which days before it had none', () => {
    expect(notesOf({ missed_from: '2026-10-26' })).toEqual([
      'No report was sent for 2026-10-26 to 2026-11-08; the charts show these days as well.',
    ]);
  });

  test.each([
    null,
    'text',
    [],
    {},
    { ...week, from: '2026-13-40' },
    { ...week, to: 7 },
    { ...week, value_stream: 1 },
  ])('is nothing at all: %j', (payload) => expect(() => reportEventOf(payload)).toThrow(BadReportEvent));
});

describe('a List-Id', () => {
  const report = {
    subject: 's',
    pictures: [],
    csvs: [],
    body: async () => ({ text: 't', html: 'h' }),
  };
  const listOf = async (stream: string) =>
    (await mailOfReport(report, { ...week, stream } as unknown as ReportEvent, 'board.example', undefined))
      .list?.id;

  test.each([
    ['main', /^main\.report-weekly\.board\.example$/],
    ['Web & Shop', /^web-shop-[0-9a-f]{8}\.report-weekly\.board\.example$/],
    ['日本', /^stream-[0-9a-f]{8}\.report-weekly\.board\.example$/],
    ['a>\r\nBcc: b@c', /^a-bcc-b-c-[0-9a-f]{8}\.report-weekly\.board\.example$/],
  ])('of %j is %s', async (stream, id) => {
    const list = await listOf(stream);
    expect(list?.url).toMatch(id);
    expect(list?.comment).toMatch(/^[ -~]+$/);
    expect(list?.comment).not.toMatch(/[<>"]/);
  });

  test('of one stream is not that of another whose name has the same letters', async () => {
    expect((await listOf('日本'))?.url).not.toBe((await listOf('中国'))?.url);
    expect((await listOf('web shop'))?.url).not.toBe((await listOf('web-shop'))?.url);
  });
});
