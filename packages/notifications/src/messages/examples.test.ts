import { expect, it } from 'vitest';
import { parsePayload, topics } from '../topics.ts';
import { examples } from './examples.ts';
import { noticeOf, templates } from './notice-of.ts';

it('there is a template and an example for every topic', () => {
  const all = Object.keys(topics).sort();
  expect(Object.keys(templates).sort()).toEqual(all);
  expect(Object.keys(examples).sort()).toEqual(all);
});

it.each(Object.entries(examples))(
  'the example of %s is a payload that a template can say all of',
  (topic, payload) => {
    expect(parsePayload(payload)).toEqual(payload);
    const { content } = noticeOf(
      { eventId: 1, topic, payload, occurredAt: '' },
      'https://board.example.test',
    );
    expect(JSON.stringify(content)).not.toMatch(/undefined|null|Somebody|An item|a queue/);
    expect(content.facts.length).toBeGreaterThan(1);
  },
);
