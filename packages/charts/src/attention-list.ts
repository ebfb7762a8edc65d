import type { Csv } from './chart.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { type AttentionAnswer, attentionKind, attentionWords } from './words/attention.ts';

/** What the list is called, and what its lines hold, on pages, in reports and in mails. */
export const attentionList = {
  id: 'attention',
  question: 'What should we talk about now?',
  csv: { table: 'Attention', words: 'what to talk about' } satisfies Csv,
  first: 'About',
  columns: ['Why', 'In words', 'When'],
  summary: attentionWords,

  rows: ({ lines, timeZone }: AttentionAnswer) => {
    const dates = zonedDates(timeZone);
    // What is likely to be late is not so since it began: the day it was promised for says more.
    const whenOf = ({ since, facts: { deadlineAt } }: AttentionAnswer['lines'][number]) => {
      if (typeof deadlineAt === 'string') return `due ${dates.date(deadlineAt)}`;
      return since === null ? '' : `since ${dates.date(since)}`;
    };
    return lines.map((line) => {
      const { kind, reference, shortDesc, queue, assignee, says, severity } = line;
      return {
        key: `${kind} ${reference ?? queue ?? assignee}`,
        reference,
        shortDesc,
        /** What it is about, where that is no item. */
        name: queue ?? assignee ?? 'the stream',
        cells: [attentionKind(kind), says, whenOf(line)],
        isLate: severity === 1,
      };
    });
  },
} as const;
