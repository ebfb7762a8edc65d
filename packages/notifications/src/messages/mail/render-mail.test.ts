import { describe, expect, it } from 'vitest';
import { messageOf } from '../message-of.ts';
import { renderMail } from './render-mail.ts';

const board = 'https://board.example.test/';
const slot = {
  value_stream: 'main',
  queue_name: 'development',
  wip_limit: 3,
  current_wip: 2,
  free_slots: 1,
  reference: '12345',
};
const blocked = {
  value_stream: 'main',
  queue_name: 'test',
  reference: '12345',
  short_desc: 'Invoices show the wrong total',
  assignee: 'ada',
  actor: 'grace',
  reason: 'No answer from the bank',
};

const render = (topic: string, payload: unknown) => {
  const event = { eventId: 1, topic, payload, occurredAt: '2026-11-22T17:00:00.000000Z' };
  return renderMail(messageOf('d1-e1-x', [event], { dashboardUrl: board }));
};

describe('the subject', () => {
  it.each([
    ['queue.slot_available', slot, 'A slot is free in development (1 of 3)'],
    ['queue.slot_available', { ...slot, free_slots: 2 }, '2 slots are free in development (2 of 3)'],
    ['queue.slot_available', { queue_name: 'test' }, 'A slot is free in test'],
    ['queue.overloaded', { ...slot, current_wip: 4 }, 'development is overloaded (4 of 3)'],
    ['work_item.blocked', blocked, '12345 is blocked: No answer from the bank'],
    ['work_item.blocked', { reference: '7' }, '7 is blocked'],
    ['work_item.unblocked', blocked, '12345 is unblocked'],
    ['work_item.dependencies_finished', { reference: '7' }, '7 no longer waits for other items'],
    ['work_item.dependencies_finished', {}, 'An item no longer waits for other items'],
    ['person.overloaded', { assignee: 'ada', current_wip: 4, wip_limit: 3 }, 'ada is overloaded (4 of 3)'],
    ['person.overloaded', {}, 'Somebody is overloaded'],
    ['item.blocked', { queue_name: 'test' }, 'item.blocked: test'],
    ['toString', {}, 'toString'],
  ])('of %s says what happened: %j', (topic, payload, subject) => {
    expect(render(topic, payload).subject).toBe(subject);
  });
});

it('says the same in text and HTML, and both lead to the board of the stream', () => {
  const { text, html } = render('queue.slot_available', slot);
  for (const part of [text, html]) {
    expect(part).toContain('12345 has left development.');
    expect(part).toContain('2 of at most 3');
    expect(part).toContain('https://board.example.test/?stream=main');
  }
});

it('says of a blocked item which it is, where, why and by whom', () => {
  const { text } = render('work_item.blocked', blocked);
  expect(text).toMatch(/^Item: +12345 – Invoices show the wrong total$/m);
  expect(text).toMatch(/^Queue: +test$/m);
  expect(text).toMatch(/^Assignee: +ada$/m);
  expect(text).toMatch(/^Reason: +No answer from the bank$/m);
  expect(text).toMatch(/^Blocked by: +grace$/m);
});

it('shows why and since when an unblocked item was blocked', () => {
  const { text } = render('work_item.unblocked', { ...blocked, blocked_at: '2030-01-02T09:30:59.000001Z' });
  expect(text).toMatch(/^Reason of the block: +No answer from the bank$/m);
  expect(text).toMatch(/^Blocked since: +2030-01-02 09:30 UTC$/m);
  expect(text).toMatch(/^Unblocked by: +grace$/m);
});

it.each(['work_item.blocked', 'work_item.unblocked'])(
  'leaves out of %s what the event does not hold',
  (topic) => {
    const { text } = render(topic, { reference: '7', short_desc: '', blocked_at: 'yesterday' });
    expect(text).toMatch(/^Item: +7$/m);
    expect(text).not.toMatch(/undefined|Queue|Assignee|Reason|blocked for|Blocked by|Unblocked by/);
  },
);

describe.each(['queue.slot_available', 'queue.overloaded'])('of %s the mail', (topic) => {
  it('names who could be pulled next, and where they wait', () => {
    expect(render(topic, { ...slot, waiting: ['123', '124'], waiting_in: 'triage' }).text).toMatch(
      /^Next in triage: +123, 124$/m,
    );
    expect(render(topic, { ...slot, waiting: ['123'] }).text).toMatch(/^Next in line: +123$/m);
  });

  it('says nothing of it when nobody waits', () => {
    expect(render(topic, { ...slot, waiting: [] }).text).not.toContain('Next in');
    expect(render(topic, slot).text).not.toContain('Next in');
  });

  it('lets no reference become HTML or a line of its own', () => {
    const { text, html } = render(topic, {
      ...slot,
      waiting: ['<img src=x>', 'a\r\nBcc: b@example.test'],
      waiting_in: '<i>',
    });
    expect(html).toContain('&lt;img src=x&gt;, a Bcc: b@example.test');
    expect(html).toContain('Next in &lt;i&gt;');
    expect(html).not.toMatch(/<img|<i>/);
    expect(text).not.toMatch(/^Bcc/m);
  });
});

it.each([
  [{ reference: '7' }, /^With 7, ada has more items in progress than the limit\./m],
  [{}, /^The limit of ada is now below the number of items in progress\./m],
])('says of an overloaded person what made it so: %j', (more, sentence) => {
  const { text } = render('person.overloaded', { assignee: 'ada', current_wip: 4, wip_limit: 3, ...more });
  expect(text).toMatch(sentence);
  expect(text).toMatch(/^Assignee: +ada$/m);
  expect(text).toMatch(/^Items in progress: +4$/m);
  expect(text).toMatch(/^Limit: +3$/m);
});

it('shows the person who logged a stale item how to submit it again', () => {
  const { subject, text } = render('work_item.dropped_as_stale', {
    reference: "O'Hara-7",
    queue_name: 'drop',
    from_queue: 'backlog',
    since: '2026-06-01T00:00:00.000000Z',
    stale_backlog_days: 90,
    notify_email: 'ada@example.test',
  });
  expect(subject).toBe("O'Hara-7 was dropped: it waited too long");
  expect(text).toContain('more than 90 days');
  expect(text).toContain("UPDATE queues SET queue_name = 'backlog' WHERE reference = 'O''Hara-7';");
  expect(text).toMatch(/^In the backlog since: +2026-06-01$/m);
  expect(render('work_item.dropped_as_stale', {}).text).toContain('submit it again');
});

it('shows all an event of an unknown topic holds, but not whom it is for', () => {
  const { text } = render('item.blocked', { blocked_by: { reference: '7' }, notify_email: 'a@example.test' });
  expect(text).toContain('Blocked by: {"reference":"7"}');
  expect(text).not.toContain('a@example.test');
});

it('lets no name become HTML or a line of its own', () => {
  const payload = { ...slot, queue_name: '<b onclick="x">&\r\nBcc: a@example.test' };
  const { subject, text, html } = render('queue.slot_available', payload);
  expect(html).not.toContain('<b onclick');
  expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp; Bcc');
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).not.toMatch(/^Bcc/m);
});

it.each([[null], ['text'], [{ queue_name: 7 }]])('shows %j, which no trigger writes, as it is', (payload) => {
  expect(render('queue.slot_available', payload).text).toContain('a queue');
});

it('leads to the journey of the item and to the charts of its stream, each by itself on a line', () => {
  const { text, html } = render('work_item.blocked', { ...blocked, reference: 'A&B 1' });
  const urls = [
    'https://board.example.test/?stream=main&item=A%26B+1',
    'https://board.example.test/?stream=main',
  ];
  for (const url of urls) {
    expect(text.split('\n')).toContain(url);
    expect(html).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
  }
  expect(render('queue.overloaded', { value_stream: 'main' }).text).not.toContain('item=');
});

it('has no line of text longer than 76 characters but for what cannot be broken', () => {
  const { text } = render('work_item.dropped_as_stale', { ...blocked, from_queue: 'a backlog' });
  const long = text.split('\n').filter((line) => line.length > 76);
  expect(long).toEqual([expect.stringMatching(/^By SQL:/)]);
});

describe('a digest', () => {
  const events = [
    { eventId: 1, topic: 'queue.slot_available', payload: slot, occurredAt: '' },
    { eventId: 2, topic: 'work_item.blocked', payload: blocked, occurredAt: '' },
  ];
  const footer = [{ label: 'Unsubscribe', url: 'https://board.example.test/?a=1&b=<2>' }];

  it('holds each notice with its facts and links, below one subject, and its footer', () => {
    const { subject, text, html } = renderMail(
      messageOf('d1', events, { dashboardUrl: board, why: 'You follow <this>.', footer }),
    );
    expect(subject).toBe('2 events on the board');
    for (const part of [text, html]) {
      expect(part).toContain('2 events on the board');
      for (const { content } of messageOf('d1', events, { dashboardUrl: board }).notices) {
        expect(part).toContain(content.headline);
      }
      expect(part).toContain('Unsubscribe');
    }
    expect(text).toContain('\nKanban Flow\nYou follow <this>.\nUnsubscribe:\n');
    expect(html).toContain('You follow &lt;this&gt;.');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<h2/g)).toHaveLength(2);
    expect(html).toContain('href="https://board.example.test/?a=1&amp;b=&lt;2&gt;"');
    expect(text.trimEnd().endsWith(footer[0]?.url ?? '')).toBe(true);
  });

  it('says what it is told to', () => {
    const options = { dashboardUrl: board, subject: 'Your morning', introduction: 'Since <yesterday>:' };
    const { subject, text, html } = renderMail(messageOf('d1', events, options));
    expect(subject).toBe('Your morning');
    expect(text).toContain('Since <yesterday>:');
    expect(html).toContain('Since &lt;yesterday&gt;:');
  });
});
