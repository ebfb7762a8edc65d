import { readFileSync } from 'node:fs';

/** One line of the mail server's journal: its decision about a mail whose end of data has arrived. */
export interface JournalLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly decision: 'accepted' | 'refused for good';
  readonly recipient: string;
  readonly messageId: string;
  /** The behaviour that the server was set to. With `cut after data` and `silent after data` the client never gets the answer. */
  readonly behaviour: string;
}

/** Reads what the mail server wrote down, in that order. A kill may cut the last line before a restart: that mail was not accepted. */
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
