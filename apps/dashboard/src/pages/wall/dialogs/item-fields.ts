import type { BoardAnswer, Given } from '@kanban/api/board';
import type { Values } from '../model/drafts.ts';
import type { Wall } from '../model/wall.ts';
import type { Field } from './draft-form.tsx';

export type Item = BoardAnswer<'item'>;
type Fields = Pick<Item, (typeof NAMES)[number]>;
type Edited = Omit<Given<'edit'>['body'], 'reason'>;

const NAMES = [
  'shortDesc',
  'description',
  'type',
  'classOfService',
  'priority',
  'assignee',
  'dueAt',
  'parent',
  'defectOf',
] as const;

/** The fields of an item as a form has them; values of the wall's cards are offered. */
export function fieldsOf(wall: Wall, isDay: boolean): readonly Field[] {
  const cards = [...wall.entries.values()].map(({ card }) => card.peek());
  const valuesOf = (name: 'type' | 'classOfService') => [...new Set(cards.map((card) => card[name]))].sort();
  const people = (wall.answer.peek()?.people ?? []).map(({ name }) => name);
  return [
    { name: 'shortDesc', label: 'Short description', isNeeded: true, most: 255 },
    { name: 'description', label: 'Description', kind: 'area', most: 65_535 },
    { name: 'type', label: 'Type', most: 32, offers: valuesOf('type') },
    { name: 'classOfService', label: 'Class of service', most: 32, offers: valuesOf('classOfService') },
    { name: 'priority', label: 'Priority', kind: 'number' },
    { name: 'assignee', label: 'Assignee', most: 128, offers: people },
    { name: 'dueAt', label: isDay ? 'Due' : 'Due, in UTC', kind: isDay ? 'date' : 'text' },
    { name: 'parent', label: 'Part of', most: 64 },
    { name: 'defectOf', label: 'Defect of', most: 64 },
  ];
}

export function valuesOf(fields: Fields): Values {
  return Object.fromEntries(NAMES.map((name) => [name, String(fields[name] ?? '')]));
}

/** Only what is not as it was; an empty field has no value. */
export function changes(before: Values, now: Values): Edited {
  const changed = NAMES.filter((name) => (now[name] ?? '') !== (before[name] ?? ''));
  return Object.fromEntries(changed.map((name) => [name, fieldValue(name, now[name] ?? '')]));
}

function fieldValue(name: (typeof NAMES)[number], text: string): string | number | null {
  if (name === 'priority') return Number(text);
  return text === '' && name !== 'shortDesc' ? null : text;
}

const TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  NAMES.map((name) => [name, name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)]),
);

export function titleOf(name: string): string {
  return TITLES[name] ?? name;
}
