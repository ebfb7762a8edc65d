import { shortened } from '@kanban/domain/text';
import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';
import { escapeMrkdwn } from './escape-mrkdwn.ts';

/** Slack refuses a message that is over any limit. It allows 50 blocks; a notice has five. */
const MOST_NOTICES = 9;
const HEADER_CHARACTERS = 150;
/** Slack allows 3,000 in a section and 2,000 in a field; escaping can make a text five times as long. */
const SENTENCE_CHARACTERS = 600;
const VALUE_CHARACTERS = 300;
const LABEL_CHARACTERS = 75;
const FIELDS = 10;
const URL_CHARACTERS = 1_000;

export interface SlackMessage {
  /** For notifications, and for clients that show no blocks. */
  readonly text: string;
  readonly blocks: readonly object[];
  /** Slack must not fetch the targets of the links. */
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** A message as Slack's blocks: a header, a sentence, the facts side by side, the links. */
export function renderSlack({ id, subject, introduction, notices, footer }: Message): SlackMessage {
  const isDigest = notices.length !== 1;
  const shown = notices.slice(0, MOST_NOTICES);
  const more = notices.length - shown.length;
  return {
    text: escapeMrkdwn(shortened(subject, SENTENCE_CHARACTERS)),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      ...(isDigest ? [header(subject)] : []),
      ...(introduction === undefined ? [] : [section(introduction)]),
      ...shown.flatMap((notice) => blocksOf(notice, isDigest)),
      ...(more > 0 ? [section(`And ${more} more.`)] : []),
      {
        type: 'context',
        elements: [mrkdwn(['Kanban Flow', ...footer.map(linkOf), escapeMrkdwn(id)].join(' · '))],
      },
    ],
  };
}

function blocksOf({ content: { headline, sentence, facts }, links }: Notice, isDigest: boolean): object[] {
  const fields = facts.slice(0, FIELDS).map(([label, value]) => {
    const name = escapeMrkdwn(shortened(label, LABEL_CHARACTERS));
    return mrkdwn(`*${name}*\n${escapeMrkdwn(shortened(value || '–', VALUE_CHARACTERS))}`);
  });
  return [
    ...(isDigest ? [{ type: 'divider' }, bold(headline)] : [header(headline)]),
    section(sentence),
    ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
    ...linksOf(listOf(links)),
  ];
}

function header(text: string): object {
  return { type: 'header', text: plain(shortened(text, HEADER_CHARACTERS)) };
}

function section(text: string): object {
  return { type: 'section', text: mrkdwn(escapeMrkdwn(shortened(text, SENTENCE_CHARACTERS))) };
}

function bold(text: string): object {
  return {
    type: 'section',
    text: mrkdwn(`*${escapeMrkdwn(shortened(text, HEADER_CHARACTERS))}*`),
  };
}

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

/** `verbatim`: Slack does not turn addresses, channels and names in the text into links. */
function mrkdwn(text: string): object {
  return { type: 'mrkdwn', text, verbatim: true };
}

function fits({ url }: Link): boolean {
  return url.length <= URL_CHARACTERS;
}

/** Links, not buttons: a button needs an application that answers, and a webhook has none. */
function linksOf(links: readonly Link[]): object[] {
  const shown = links.filter(fits).map(linkOf);
  return shown.length === 0 ? [] : [{ type: 'section', text: mrkdwn(shown.join(' · ')) }];
}

function linkOf({ label, url }: Link): string {
  const address = escapeMrkdwn(url.replaceAll('>', '%3E').replaceAll('|', '%7C'));
  return `<${address}|${escapeMrkdwn(label)}>`;
}
