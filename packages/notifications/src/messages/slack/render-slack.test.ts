import { describe, expect, it } from 'vitest';
import { examples } from '../examples.ts';
import { messageOf } from '../message-of.ts';
import { renderSlack } from './render-slack.ts';

const dashboardUrl = 'https://board.example.test/';
const event = (topic: string, payload: unknown, eventId = 1) => ({ eventId, topic, payload, occurredAt: '' });
const render = (topic: string, payload: unknown) =>
  renderSlack(messageOf('d1-e1-x', [event(topic, payload)], { dashboardUrl }));

/** Every text object in the blocks, with its type and the block's. */
function textsOf(value: unknown): { type: string; text: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value && typeof value.text === 'string') return [value as { type: string; text: string }];
  return Object.values(value).flatMap(textsOf);
}

/** The limits for which Slack refuses a message, from its reference of blocks. */
function expectWithinLimits({ text, blocks }: ReturnType<typeof renderSlack>): void {
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(text.length).toBeLessThanOrEqual(3_000);
  for (const block of blocks as { type: string; text?: { text: string }; fields?: { text: string }[] }[]) {
    if (block.type === 'header') expect(block.text?.text.length).toBeLessThanOrEqual(150);
    if (block.type === 'section' && block.text) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
    expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
    for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
  }
  for (const each of textsOf(blocks)) expect(each.text.length).toBeGreaterThan(0);
}

it.each(Object.entries(examples))(
  '%s says in Slack what it says in a mail, with links to item and chart',
  (topic, payload) => {
    const message = messageOf('d1-e1-x', [event(topic, payload)], { dashboardUrl });
    const slack = renderSlack(message);
    const said = textsOf(slack.blocks).map(({ text }) => text);
    const { content, links } = message.notices[0] as NonNullable<(typeof message.notices)[0]>;
    expect(said).toContain(content.headline);
    for (const [label, value] of content.facts) expect(said).toContain(`*${label}*\n${value}`);
    expect(said.join()).toContain(`<${links.chart.url}|`);
    if (links.item) expect(said.join()).toContain(`<${links.item.url.replaceAll('&', '&amp;')}|Open 12345>`);
    expect(said.at(-1)).toContain('d1-e1-x');
    expectWithinLimits(slack);
  },
);

describe('a name that anybody may write', () => {
  const evil = '<!channel> <https://evil.test|click> & more';
  const slack = render('work_item.blocked', {
    reference: evil,
    reason: evil,
    short_desc: evil,
    value_stream: evil,
  });

  it('mentions nobody and links nowhere', () => {
    const mrkdwn = textsOf(slack.blocks).filter(({ type }) => type === 'mrkdwn');
    const links = mrkdwn.flatMap(({ text }) => text.match(/<[^>]*>/g) ?? []);
    expect(links).toHaveLength(2);
    for (const link of links)
      expect(link).toMatch(/^<https:\/\/board\.example\.test\/\?stream=[^|<>]*\|[^|<>]*/);
    expect(slack.text).not.toMatch(/[<>]/);
    expect(slack.text).toContain('&lt;!channel&gt;');
  });

  it('is not looked through for links and names', () => {
    const mrkdwn = textsOf(slack.blocks).filter(({ type }) => type === 'mrkdwn');
    expect(mrkdwn.filter((text) => !('verbatim' in text && text.verbatim))).toEqual([]);
  });
});

it('has Slack fetch nothing: the links are for people', () => {
  expect(render('any.topic', {})).toMatchObject({ unfurl_links: false, unfurl_media: false });
});

it('stays within what Slack takes, however long things are', () => {
  const long = '&'.repeat(5_000);
  const payload = { reference: long, reason: long, short_desc: long, queue_name: long, assignee: long };
  expectWithinLimits(render('work_item.blocked', payload));
  const members = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${long}${index}`, long]));
  expectWithinLimits(render('any.topic', members));
  expectWithinLimits(render('any.topic', { text: '' }));
  const many = Array.from({ length: 100 }, (_, index) => event('work_item.blocked', payload, index));
  const digest = renderSlack(messageOf('d1', many, { dashboardUrl, introduction: long }));
  expectWithinLimits(digest);
  expect(JSON.stringify(digest)).toContain('And 91 more.');
});
