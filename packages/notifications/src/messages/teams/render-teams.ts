import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';
import { shortened } from '../one-line.ts';

/** Teams refuses messages above 28 KB. */
const MOST_BYTES = 24_000;
const LONGEST_TEXT = 1_000;

/**
 * A message as the Adaptive Card that a Teams workflow posts ("Post to a channel when a webhook request is received"). Texts
 * of unknown origin are TextRuns, which show Markdown as it is; a TextBlock would make links of it.
 */
export function renderTeams(message: Message): object {
  for (let shown = message.notices.length; ; shown--) {
    const card = cardOf(message, shown);
    if (shown <= 1 || Buffer.byteLength(JSON.stringify(card)) <= MOST_BYTES) {
      return {
        type: 'message',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      };
    }
  }
}

function cardOf({ id, subject, introduction, notices, footer }: Message, shown: number): object {
  const isDigest = notices.length !== 1;
  const more = notices.length - shown;
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    // What the list of chats and a screen reader say first.
    fallbackText: subject,
    speak: subject,
    msteams: { width: 'Full' },
    body: [
      ...(isDigest ? [rich([run(subject, { weight: 'Bolder', size: 'Large' })])] : []),
      ...(introduction === undefined ? [] : [rich([run(introduction)])]),
      ...notices.slice(0, shown).map((notice) => containerOf(notice, isDigest)),
      ...(more > 0 ? [rich([run(`And ${more} more.`)])] : []),
      rich([run(`Kanban Flow · ${id}`, { isSubtle: true, size: 'Small' })]),
      ...(footer.length > 0 ? [actions(footer)] : []),
    ],
  };
}

function containerOf({ content: { headline, sentence, facts }, links }: Notice, isDigest: boolean): object {
  return {
    type: 'Container',
    separator: isDigest,
    items: [
      rich([run(headline, { weight: 'Bolder', size: isDigest ? 'Medium' : 'Large' })]),
      rich([run(sentence)]),
      ...facts.map(([label, value]) =>
        rich([run(`${label}: `, { isSubtle: true }), run(value || '–', { weight: 'Bolder' })], 'Small'),
      ),
      actions(listOf(links)),
    ],
  };
}

function rich(inlines: readonly object[], spacing = 'Default'): object {
  return { type: 'RichTextBlock', spacing, inlines };
}

function run(text: string, look: object = {}): object {
  return { type: 'TextRun', text: shortened(text, LONGEST_TEXT), ...look };
}

function actions(links: readonly Link[]): object {
  return {
    type: 'ActionSet',
    actions: links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
}
