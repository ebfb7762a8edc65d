import { parseInstant } from '../arguments/instants.ts';
import type { HistoryItem } from '../history/history.ts';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { type CsvRow, readCsv } from './read-csv.ts';

/** What an items file says of an item; what it leaves out is undefined. */
export type ItemDetails = Partial<HistoryItem> & Pick<HistoryItem, 'reference'>;

const longest = { reference: 64, short_desc: 255, type: 32, class_of_service: 32, assignee: 128 } as const;

/** Reads an items file: reference → details. Throws Refused naming every broken row. */
export async function readItems(path: string, progress: Progress): Promise<Map<string, ItemDetails>> {
  const items = new Map<string, ItemDetails>();
  const broken = new BrokenRows(path);
  for await (const row of readCsv(path, ['reference'], progress)) {
    const details = readItem(row, (reason) => broken.add(row.line, reason));
    if (items.has(details.reference)) broken.add(row.line, `${details.reference} is there twice`);
    items.set(details.reference, details);
  }
  broken.refuseAny();
  return items;
}

function readItem({ text }: CsvRow, isBroken: (reason: string) => void): ItemDetails {
  for (const [column, length] of Object.entries(longest)) {
    if (text(column).length > length) isBroken(`${column} is longer than ${length} characters`);
  }
  const reference = text('reference');
  if (reference === '') isBroken('reference is empty');
  const priority = text('priority');
  if (!/^-?\d{0,9}$/.test(priority)) isBroken(`priority ${JSON.stringify(priority)} is no whole number`);

  function instant(column: string) {
    const value = text(column);
    const at = value === '' ? undefined : parseInstant(value);
    if (value !== '' && at === undefined)
      isBroken(`${column} ${JSON.stringify(value)} is no date or instant`);
    return at;
  }
  const dateDue = instant('date_due');
  const dateLogged = instant('date_logged');
  return {
    reference,
    ...given('shortDesc', text('short_desc')),
    ...given('type', text('type')),
    ...given('classOfService', text('class_of_service')),
    ...given('assignee', text('assignee')),
    ...(priority === '' ? {} : { priority: Number(priority) }),
    ...(dateDue === undefined ? {} : { dateDue }),
    ...(dateLogged === undefined ? {} : { dateLogged }),
  };
}

function given<K extends string>(name: K, value: string): Partial<Record<K, string>> {
  return value === '' ? {} : ({ [name]: value } as Record<K, string>);
}
