import { describe, expect, it } from 'vitest';
import { renderMail } from './render.ts';

const board = 'https://board.example.test/';
const slot = {
  value_stream: 'main',
  queue_name: 'development',
  wip_limit: 3,
  current_wip: 2,
  free_slots: 1,
  reference: '12345',
};

const render = (topic: string, payload: unknown) => renderMail({ topic, payload }, board);

describe('the subject', () => {
  it.each([
    ['queue.slot_available', slot, 'A slot is free in development (1 of 3)'],
    ['queue.slot_available', { ...slot, free_slots: 2 }, '2 slots are free in development (2 of 3)'],
    ['queue.slot_available', { queue_name: 'test' }, 'A slot is free in test'],
    ['queue.overloaded', { ...slot, current_wip: 4 }, 'development is overloaded (4 of 3)'],
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
