import { shortened } from '@kanban/domain/text';
import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';

/** Teams refuses messages above 28 KB; one notice with the longest texts has 25. */
const NOTICE_BYTES = 22_000;
const TEXT_CHARACTERS = 300;
const LABEL_CHARACTERS = 75;
const FACTS = 15;

/**
 * A message as the Adaptive Card that a Teams workflow posts ("Post to a channel when a webhook request is received"). Texts
 * of unknown origin are TextRuns, which show Markdown as plain text; a TextBlock would render it.
 */
export function renderTeams({ id, subject, introduction, notices, footer }: Message): object {
  const isDigest = notices.length !== 1;
  const shown: object[] = [];
  let bytes = 0;
  for (const notice of notices) {
    const container = containerOf(notice, isDigest);
    bytes += Buffer.byteLength(JSON.stringify(container));
    if (shown.length > 0 && bytes > NOTICE_BYTES) break;
    shown.push(container);
  }
  const more = notices.length - shown.length;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    // Shown in the list of chats and read by screen readers.
    fallbackText: shortened(subject, TEXT_CHARACTERS),
    speak: shortened(subject, TEXT_CHARACTERS),
    msteams: { width: 'Full' },
    body: [
      ...(isDigest ? [rich([run(subject, { weight: 'Bolder', size: 'Large' })])] : []),
      ...(introduction === undefined ? [] : [rich([run(introduction)])]),
      ...shown,
      ...(more > 0 ? [rich([run(`And ${more} more.`)])] : []),
      rich([run(`Kanban Flow · ${id}`, { isSubtle: true, size: 'Small' })]),
      ...(footer.length > 0 ? [actions(footer)] : []),
    ],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

function containerOf({ content: { headline, sentence, facts }, links }: Notice, isDigest: boolean): object {
  return {
    type: 'Container',
    separator: isDigest,
    items: [
      rich([run(headline, { weight: 'Bolder', size: isDigest ? 'Medium' : 'Large' })]),
      rich([run(sentence)]),
      ...facts
        .slice(0, FACTS)
        .map(([label, value]) =>
          rich(
            [
              run(`${shortened(label, LABEL_CHARACTERS)}: `, { isSubtle: true }),
              run(value || '–', { weight: 'Bolder' }),
            ],
            'Small',
          ),
        ),
      actions(listOf(links)),
    ],
  };
}

function rich(inlines: readonly object[], spacing = 'Default'): object {
  return { type: 'RichTextBlock', spacing, inlines };
}

function run(text: string, look: object = {}): object {
  return { type: 'TextRun', text: shortened(text, TEXT_CHARACTERS), ...look };
}

function actions(links: readonly Link[]): object {
  return {
    type: 'ActionSet',
    actions: links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
}
