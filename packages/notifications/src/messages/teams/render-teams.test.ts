import { expect, it } from 'vitest';
import { examples } from '../examples.ts';
import { messageOf } from '../message-of.ts';
import { renderTeams } from './render-teams.ts';

const dashboardUrl = 'https://board.example.test/';
const event = (topic: string, payload: unknown, eventId = 1) => ({ eventId, topic, payload, occurredAt: '' });
const footer = [{ label: 'Unsubscribe', url: 'https://board.example.test/unsubscribe' }];

interface Element {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
}

/** Every element of a card, at whatever depth. */
function elementsOf(value: unknown): Element[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(elementsOf);
  return 'type' in value ? [value as Element, ...inner] : inner;
}

it.each(Object.entries(examples))(
  '%s becomes a card with every fact and links to item and chart',
  (topic, payload) => {
    const message = messageOf('d1-e1-x', [event(topic, payload)], { dashboardUrl, footer });
    const body = renderTeams(message);
    expect(body).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', version: '1.4', fallbackText: message.subject },
        },
      ],
    });
    const elements = elementsOf(body);
    const runs = elements.filter(({ type }) => type === 'TextRun').map(({ text }) => text);
    const { content, links } = message.notices[0] as NonNullable<(typeof message.notices)[0]>;
    for (const text of [content.headline, content.sentence, ...content.facts.map(([, value]) => value)]) {
      expect(runs).toContain(text);
    }
    expect(runs.at(-1)).toContain('d1-e1-x');
    const urls = elements.filter(({ type }) => type === 'Action.OpenUrl').map(({ url }) => url);
    expect(urls).toEqual([...(links.item ? [links.item.url] : []), links.chart.url, footer[0]?.url]);
  },
);

it('shows no text where Markdown would be made of it', () => {
  const evil = '[click](https://evil.test) **now**';
  const card = renderTeams(
    messageOf('d1', [event('work_item.blocked', { reference: evil })], { dashboardUrl }),
  );
  const elements = elementsOf(card);
  expect(elements.filter(({ type }) => type === 'TextBlock' || type === 'FactSet')).toEqual([]);
  const holders = elements.filter(({ text }) => text?.includes('evil.test')).map(({ type }) => type);
  expect(new Set(holders)).toEqual(new Set(['TextRun']));
});

it('stays below the 28 KB that Teams takes, and says how many are left out', () => {
  const long = 'ü'.repeat(5_000);
  const many = Array.from({ length: 200 }, (_, index) =>
    event('work_item.blocked', { reference: long, reason: long }, index),
  );
  const text = JSON.stringify(renderTeams(messageOf('d1', many, { dashboardUrl })));
  expect(Buffer.byteLength(text)).toBeLessThan(28_000);
  const members = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`${long}${index}`, long]));
  const one = JSON.stringify(renderTeams(messageOf('d1', [event('any.topic', members)], { dashboardUrl })));
  expect(Buffer.byteLength(one)).toBeLessThan(28_000);
  expect(text).toMatch(/And 1\d\d more\./);
});
