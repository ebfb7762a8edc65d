import type { Content } from './content.ts';

/** The mail for a plain client: short lines, aligned facts, the link by itself so that it can be clicked. */
export function renderText({ headline, sentence, facts }: Content, link: string): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length)) + 2;
  const lines = facts.map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`);
  return `${[headline, sentence, lines.join('\n'), `The board now:\n${link}`, '-- \nKanban Flow'].join('\n\n')}\n`;
}
