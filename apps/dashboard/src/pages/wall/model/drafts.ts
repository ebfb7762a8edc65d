import { newKey } from './new-key.ts';

export type Values = Readonly<Record<string, string>>;

interface Draft {
  readonly values: Values;
  /** What was sent without an answer so far, and its key. */
  readonly sent?: { readonly text: string; readonly key: string };
}

const nameOf = (name: string) => `kanban-flow-draft ${name}`;

/** What was typed and not sent yet: it survives a reload, signing out and a lost line. Null: nothing. */
export function readDraft(name: string): Draft | null {
  const text = localStorage.getItem(nameOf(name));
  return text === null ? null : (JSON.parse(text) as Draft);
}

export function writeDraft(name: string, values: Values): void {
  const sent = readDraft(name)?.sent;
  localStorage.setItem(nameOf(name), JSON.stringify({ values, ...(sent && { sent }) }));
}

export function dropDraft(name: string): void {
  localStorage.removeItem(nameOf(name));
}

/** The key to send a draft with: the same one as long as it says the same. */
export function keyOfDraft(name: string, values: Values): string {
  const text = JSON.stringify(values);
  const sent = readDraft(name)?.sent;
  const key = sent?.text === text ? sent.key : newKey();
  localStorage.setItem(nameOf(name), JSON.stringify({ values, sent: { text, key } }));
  return key;
}
