import { readFileSync } from 'node:fs';

/** One line of the mail server's journal: what it decided on a mail of which the end of data arrived. */
export interface JournalLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly decision: 'accepted' | 'refused for good';
  readonly recipient: string;
  readonly messageId: string;
  /** What the server was told to do: behind `cut after data` and `silent after data` the client never hears of it. */
  readonly behaviour: string;
}

/** Reads what the mail server wrote down, in that order. A kill may cut the last line of one life: that mail was not taken. */
export function readJournal(file: string): JournalLine[] {
  const lines: JournalLine[] = [];
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    try {
      if (text !== '') lines.push(JSON.parse(text) as JournalLine);
    } catch {
      // Cut by a kill before the server could answer.
    }
  }
  return lines;
}
