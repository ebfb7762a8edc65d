import { describe, expect, it } from 'vitest';
import { InvalidPayload, parsePayload, topicMatches } from './topics.ts';

describe('topicMatches', () => {
  it.each([
    ['*', 'queue.overloaded', true],
    ['queue.*', 'queue.overloaded', true],
    ['queue.*', 'queueing.up', false],
    ['queue.overloaded', 'queue.overloaded', true],
    ['queue.overloaded', 'queue.overloaded.again', false],
    ['queue', 'queue.overloaded', false],
  ])('%s for %s: %s', (pattern, topic, expected) => {
    expect(topicMatches(pattern, topic)).toBe(expected);
  });
});

describe('parsePayload', () => {
  it('keeps members it does not know and leaves out those that are null', () => {
    expect(parsePayload({ queue_name: 'test', reference: null, colour: 'red' })).toEqual({
      queue_name: 'test',
      colour: 'red',
    });
  });

  it.each([[[]], ['text'], [7], [null]])('refuses %j, which is no object', (json) => {
    expect(() => parsePayload(json)).toThrow(InvalidPayload);
  });

  it.each([
    [{ notify_email: 7 }, /notify_email must be a text/],
    [{ free_slots: '3' }, /free_slots must be a whole number/],
    [{ queue_name: ['test'] }, /queue_name must be a text/],
    [{ waiting: '123' }, /waiting must be a list of texts, not "123"/],
    [{ waiting: ['123', 124] }, /waiting must be a list of texts/],
    [{ waiting: { 0: '123' } }, /waiting must be a list of texts/],
    [{ waiting_in: 7 }, /waiting_in must be a text/],
  ])('refuses %j and names the member', (json, message) => {
    expect(() => parsePayload(json)).toThrow(message);
  });
});
