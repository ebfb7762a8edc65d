import type { EventPayload } from '@kanban/notifications';
import { describe, expect, it } from 'vitest';
import { type Routing, recipientsOf, type Subscription } from './routing.ts';

const nobody: Routing = { subscriptions: [], defaultRecipients: new Map(), fallbackRecipient: '' };
const payload = { value_stream: 'main', queue_name: 'test' };

function subscription(fields: Partial<Subscription>): Subscription {
  return {
    topic: '*',
    valueStream: null,
    queueName: null,
    channel: 'email',
    recipient: 'a@x.test',
    ...fields,
  };
}

const addresses = (routing: Partial<Routing>, given: EventPayload = payload) =>
  recipientsOf('queue.overloaded', given, { ...nobody, ...routing }).map(({ recipient }) => recipient);

describe('a subscription', () => {
  it.each([
    [{}, true],
    [{ topic: 'queue.*' }, true],
    [{ topic: 'queue.slot_available' }, false],
    [{ valueStream: 'main' }, true],
    [{ valueStream: 'other' }, false],
    [{ queueName: 'test' }, true],
    [{ queueName: 'uat' }, false],
    [{ valueStream: 'main', queueName: 'uat' }, false],
  ])('%j concerns the event: %s', (fields, concerned) => {
    expect(addresses({ subscriptions: [subscription(fields)] })).toEqual(concerned ? ['a@x.test'] : []);
  });

  it('for a queue does not concern an event without one', () => {
    expect(addresses({ subscriptions: [subscription({ queueName: 'test' })] }, {})).toEqual([]);
  });
});

it('tells each address once, whatever its case', () => {
  const subscriptions = ['a@x.test', 'A@x.test ', 'b@x.test'].map((recipient) => subscription({ recipient }));
  expect(addresses({ subscriptions })).toHaveLength(2);
});

describe('when nobody subscribed', () => {
  const defaultRecipients = new Map([
    ['', 'global@x.test'],
    ['main', 'main@x.test'],
  ]);

  it('the payload’s notify_email hears of it', () => {
    const given = { ...payload, notify_email: 'asked@x.test' };
    expect(addresses({ defaultRecipients }, given)).toEqual(['asked@x.test']);
  });

  it('else the default recipient of the stream, then the global one, then the environment’s', () => {
    expect(addresses({ defaultRecipients })).toEqual(['main@x.test']);
    expect(addresses({ defaultRecipients }, { value_stream: 'other' })).toEqual(['global@x.test']);
    expect(addresses({ fallbackRecipient: 'env@x.test' })).toEqual(['env@x.test']);
  });

  it('and there is no default, nobody does', () => {
    expect(addresses({})).toEqual([]);
  });
});
