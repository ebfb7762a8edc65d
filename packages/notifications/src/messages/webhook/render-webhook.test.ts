import { expect, it } from 'vitest';
import { messageOf } from '../message-of.ts';
import { renderWebhook } from './render-webhook.ts';

const dashboardUrl = 'https://board.example.test/';
const overloaded = {
  eventId: 7,
  topic: 'queue.overloaded',
  payload: {
    value_stream: 'main',
    queue_name: 'test',
    wip_limit: 3,
    current_wip: 4,
    notify_email: 'a@b.test',
  },
  occurredAt: '2026-11-22T17:00:00.000001Z',
};
const told = {
  event_id: 7,
  topic: 'queue.overloaded',
  occurred_at: '2026-11-22T17:00:00.000001Z',
  headline: 'test is overloaded (4 of 3)',
  sentence:
    'The limit of test is now below its number of items. Finish an item there before you pull in another one.',
  payload: { value_stream: 'main', queue_name: 'test', wip_limit: 3, current_wip: 4 },
  links: { item: null, chart: 'https://board.example.test/?stream=main' },
};

it('says what docs/channels.md promises, and not whom it was for', () => {
  expect(renderWebhook(messageOf('d1', [overloaded], { dashboardUrl }))).toEqual(told);
});

it('holds the events of a digest one by one', () => {
  const events = [overloaded, { ...overloaded, eventId: 8 }];
  expect(renderWebhook(messageOf('d1', events, { dashboardUrl, subject: 'Today' }))).toEqual({
    topic: 'digest',
    subject: 'Today',
    events: [told, { ...told, event_id: 8 }],
  });
});

it.each([[null], ['text'], [[1]]])('tells %j, which is no payload, as it is', (payload) => {
  expect(renderWebhook(messageOf('d1', [{ ...overloaded, payload }], { dashboardUrl }))).toMatchObject({
    payload,
  });
});
