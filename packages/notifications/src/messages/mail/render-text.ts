import { aligned, wrapped } from '@kanban/domain/text';
import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';

/** The mail as plain text: short lines, aligned facts, each link on a separate line so that it can be clicked. */
export function renderText({ subject, introduction, notices, why, footer }: Message): string {
  const isDigest = notices.length !== 1;
  const paragraphs = [
    ...(isDigest ? [subject] : []),
    ...(introduction === undefined ? [] : [wrapped(introduction)]),
    ...notices.flatMap((notice) => [...(isDigest ? ['-'.repeat(40)] : []), ...renderNotice(notice)]),
    ['-- ', 'Kanban Flow', ...(why === undefined ? [] : [why]), ...footer.map(renderLink)].join('\n'),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function renderNotice({ content: { headline, sentence, facts }, links }: Notice): string[] {
  const lines = aligned(
    facts.map(([label, value]) => [`${label}:`, value]),
    ' ',
  );
  return [
    headline,
    wrapped(sentence),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...listOf(links).map(renderLink),
  ];
}

function renderLink({ label, url }: Link): string {
  return `${label}:\n${url}`;
}
