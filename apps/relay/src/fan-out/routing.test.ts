import type { EventPayload } from '@kanban/notifications';
import { describe, expect, it } from 'vitest';
import { listenersOf, type People, type Routing, recipientsOf, type Subscription } from './routing.ts';

const nobody: Routing = {
  now: 0,
  subscriptions: [],
  defaultRecipients: new Map(),
  fallbackRecipient: '',
  stormWindows: new Map(),
};
const people: People = {
  loggers: new Map([['17', 'logger@x.test']]),
  named: new Map([
    ['ada', 'ada@x.test'],
    ['grace', 'grace@x.test'],
  ]),
  managers: new Map([['main', ['boss@x.test', 'deputy@x.test']]]),
  actors: new Map([['grace@10.0.0.5', 'grace']]),
};
const payload = { value_stream: 'main', queue_name: 'test', assignee: 'ada', reference: '17' };

function subscription(fields: Partial<Subscription>): Subscription {
  return {
    id: 1,
    topic: '*',
    valueStream: null,
    queueName: null,
    assignee: null,
    reference: null,
    channel: 'email',
    recipient: fields.role || fields.member ? null : 'a@x.test',
    role: null,
    member: null,
    timeZone: 'UTC',
    quietFrom: null,
    quietUntil: null,
    digest: null,
    ...fields,
  };
}

const found = (
  { told = new Map(), ...routing }: Partial<Routing> & { told?: ReadonlyMap<string, boolean> },
  given: EventPayload = payload,
) => recipientsOf(listenersOf('queue.overloaded', given, { ...nobody, ...routing }, people), told);

const addresses = (...asked: Parameters<typeof found>) => found(...asked).map(({ recipient }) => recipient);

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
    [{ assignee: 'ada' }, true],
    [{ assignee: 'bob' }, false],
    [{ reference: '17' }, true],
    [{ reference: '18' }, false],
    // Names are compared as the server does: an older name may have trailing blanks.
    [{ valueStream: 'main ', queueName: 'test  ', assignee: 'ada ' }, true],
    [{ queueName: ' test' }, false],
    [{ queueName: 'test\t' }, false],
    [{ queueName: 'Test' }, false],
  ])('%j concerns the event: %s', (fields, concerned) => {
    expect(addresses({ subscriptions: [subscription(fields)] })).toEqual(concerned ? ['a@x.test'] : []);
  });

  it.each([{ queueName: 'test' }, { reference: '17' }])(
    'for %j does not match an event without one',
    (fields) => {
      expect(addresses({ subscriptions: [subscription(fields)] }, {})).toEqual([]);
    },
  );
});

it('each address gets one message, whatever its case', () => {
  const subscriptions = ['a@x.test', 'A@x.test ', 'b@x.test'].map((recipient) => subscription({ recipient }));
  expect(addresses({ subscriptions })).toHaveLength(2);
});

describe('without a matching subscription', () => {
  const defaultRecipients = new Map([
    ['', 'global@x.test'],
    ['main', 'main@x.test'],
  ]);

  it('the payload’s notify_email gets the event', () => {
    const given = { ...payload, notify_email: 'asked@x.test' };
    expect(addresses({ defaultRecipients }, given)).toEqual(['asked@x.test']);
  });

  it('else the default recipient of the stream, then the global one, then the environment’s', () => {
    expect(addresses({ defaultRecipients })).toEqual(['main@x.test']);
    expect(addresses({ defaultRecipients }, { value_stream: 'other' })).toEqual(['global@x.test']);
    expect(addresses({ fallbackRecipient: 'env@x.test' })).toEqual(['env@x.test']);
  });

  it('and without any default, nobody gets it', () => {
    expect(addresses({})).toEqual([]);
  });
});

describe('a role means', () => {
  it.each([
    ['whoever logged the item', 'logger', { reference: '17' }, ['logger@x.test']],
    ['nobody where that is not known', 'logger', { reference: '18' }, ['fallback@x.test']],
    ['the assignee the event names', 'assignee', { assignee: 'ada' }, ['ada@x.test']],
    ['all managers of the stream', 'manager', { value_stream: 'main' }, ['boss@x.test', 'deputy@x.test']],
    ['none of another stream', 'manager', { value_stream: 'other' }, ['fallback@x.test']],
  ] as const)('%s', (_who, role, given, expected) => {
    const subscriptions = [subscription({ role })];
    expect(addresses({ subscriptions, fallbackRecipient: 'fallback@x.test' }, given)).toEqual(expected);
  });
});

describe('who follows an item', () => {
  const follow = subscription({ id: 7, reference: '17', member: 'grace' });

  it('gets its events at the address of the member, but not of what they did', () => {
    expect(addresses({ subscriptions: [follow] })).toEqual(['grace@x.test']);
    expect(addresses({ subscriptions: [follow] }, { ...payload, actor: 'ada' })).toEqual(['grace@x.test']);
    expect(addresses({ subscriptions: [follow] }, { ...payload, actor: 'grace@10.0.0.5' })).toEqual([]);
  });

  it.each([
    ['others by default', {}, 'desk@x.test'],
    ['whom the event names', { notify_email: 'asked@x.test' }, 'asked@x.test'],
  ])('takes no message from %s', (_who, more, other) => {
    const asked = { subscriptions: [follow], fallbackRecipient: 'desk@x.test' };
    expect(addresses(asked, { ...payload, ...more })).toEqual([other, 'grace@x.test']);
    expect(addresses(asked, { ...payload, ...more, actor: 'grace@10.0.0.5' })).toEqual([other]);
  });

  it('and gets the event by default stays that when they no longer follow', () => {
    const told = new Map([['7 grace@x.test', true]]);
    const asked = { subscriptions: [follow], fallbackRecipient: 'Grace@x.test' };
    expect(addresses({ ...asked, told })).toEqual(['Grace@x.test']);
  });

  it('adds nobody to those of general subscriptions but themselves', () => {
    const subscriptions = [subscription({ id: 1 }), follow];
    expect(addresses({ subscriptions, fallbackRecipient: 'desk@x.test' })).toEqual([
      'a@x.test',
      'grace@x.test',
    ]);
  });
});

describe('a person who unsubscribed', () => {
  const subscriptions = [subscription({ id: 7, role: 'manager' })];

  it('gets nothing by that subscription, and others do', () => {
    expect(addresses({ subscriptions, told: new Map([['7 boss@x.test', true]]) })).toEqual(['deputy@x.test']);
  });

  it('gets nothing by the defaults either', () => {
    const told = new Map([
      ['7 boss@x.test', true],
      ['7 deputy@x.test', true],
    ]);
    expect(addresses({ subscriptions, told, fallbackRecipient: 'boss@x.test' })).toEqual([]);
  });
});

it('of several subscriptions of one address the fastest counts', () => {
  const subscriptions = [
    subscription({ id: 1, digest: 'hourly' }),
    subscription({ id: 2, quietFrom: '22:00', quietUntil: '07:00' }),
    subscription({ id: 3 }),
    subscription({ id: 4 }),
  ];
  expect(found({ subscriptions }).map((each) => each.subscription?.id)).toEqual([3]);
});

it('of several subscriptions of one address one that the person has not left counts', () => {
  const subscriptions = [subscription({ id: 1 }), subscription({ id: 2, digest: 'hourly' })];
  const told = new Map([['1 a@x.test', true]]);
  expect(found({ subscriptions, told }).map((each) => each.subscription?.id)).toEqual([2]);
});
