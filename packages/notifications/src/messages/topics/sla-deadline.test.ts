import { expect, it } from 'vitest';
import { renderMail } from '../mail/render-mail.ts';
import { messageOf } from '../message-of.ts';

const late = {
  value_stream: 'main',
  queue_name: 'test',
  reference: '12345',
  short_desc: 'Invoices show the wrong total',
  assignee: 'ada',
  deadline: '2026-11-22T17:00:00.000000Z',
  decided_by: 'due_date',
};
const render = (topic: string, payload: unknown) => {
  const event = { eventId: 1, topic, payload, occurredAt: '2026-11-22T17:00:00.000000Z' };
  return renderMail(messageOf('d1-e1-x', [event], { dashboardUrl: 'https://board.example.test/' }));
};

it.each([
  ['work_item.sla_at_risk', late, '12345 is at risk: due by 2026-11-22 17:00 UTC'],
  ['work_item.sla_at_risk', { ...late, state: 'atRisk' }, '12345 is at risk: due by 2026-11-22 17:00 UTC'],
  [
    'work_item.sla_at_risk',
    { ...late, state: 'likelyLate' },
    '12345 is likely late: due by 2026-11-22 17:00 UTC',
  ],
  ['work_item.sla_at_risk', { reference: '7' }, '7 is at risk: due soon'],
  ['work_item.sla_breached', late, '12345 has missed its deadline'],
  ['work_item.sla_breached', {}, 'An item has missed its deadline'],
])('the subject of %s says what happened: %j', (topic, payload, subject) => {
  expect(render(topic, payload).subject).toBe(subject);
});

it.each(['work_item.sla_at_risk', 'work_item.sla_breached'])(
  '%s says which item it is, where, whose and until when',
  (topic) => {
    const { text, html } = render(topic, late);
    expect(text).toMatch(/^Item: +12345 – Invoices show the wrong total$/m);
    expect(text).toMatch(/^Queue: +test$/m);
    expect(text).toMatch(/^Assignee: +ada$/m);
    expect(text).toMatch(/^Deadline: +2026-11-22 17:00 UTC$/m);
    expect(html).toContain('2026-11-22 17:00 UTC');
  },
);

it('says in a sentence what is the matter, and where the deadline comes from', () => {
  const sentenceOf = (topic: string, payload: unknown) => render(topic, payload).text.replaceAll('\n', ' ');
  expect(sentenceOf('work_item.sla_breached', late)).toContain(
    '12345 should have been finished by 2026-11-22 17:00 UTC (its due date). It is still open.',
  );
  expect(sentenceOf('work_item.sla_at_risk', { ...late, decided_by: 'policy' })).toContain(
    '12345 must be finished by 2026-11-22 17:00 UTC (the target of its service level). Most of the time until then has passed.',
  );
});

it('says of an item that is likely late what others took', () => {
  expect(
    render('work_item.sla_at_risk', { ...late, state: 'likelyLate' }).text.replaceAll('\n', ' '),
  ).toContain(
    '12345 must be finished by 2026-11-22 17:00 UTC (its due date). At least half of the finished items that had come this far took longer.',
  );
});

it('shows a deadline that no trigger writes as it is', () => {
  expect(render('work_item.sla_breached', { ...late, deadline: 'tomorrow' }).text).toMatch(
    /^Deadline: +tomorrow$/m,
  );
});

it('a due date that is a day is that day, in every zone, and says to its end', () => {
  const day = { ...late, deadline: '2026-11-20', time_zone: 'America/New_York' };
  expect(render('work_item.sla_at_risk', day).subject).toBe('12345 is at risk: due by 20 November 2026');
  const { text } = render('work_item.sla_breached', day);
  expect(text.replaceAll('\n', ' ')).toContain(
    'should have been finished by 20 November 2026 (its due date)',
  );
  expect(text).toMatch(/^Deadline: +20 November 2026, until the end of the day in America\/New_York$/m);
});

it.each([
  ['America/New_York', '2026-11-22 12:00 America/New_York'],
  ['Asia/Kathmandu', '2026-11-22 22:45 Asia/Kathmandu'],
  ['UTC', '2026-11-22 17:00 UTC'],
  ['Nowhere/Atall', '2026-11-22 17:00 UTC'],
])('an instant is told in the zone of the stream: %s', (time_zone, shown) => {
  expect(render('work_item.sla_breached', { ...late, time_zone }).text).toContain(shown);
});

it.each(['2026-13-45', '2026-02-30T25:00:00Z', ''])(
  'a deadline that is no date does no harm: %j',
  (deadline) => {
    expect(() => render('work_item.sla_breached', { ...late, deadline })).not.toThrow();
  },
);
