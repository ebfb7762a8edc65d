import { characters, formatInstant, isBadName, NAME_RULE } from '@kanban/domain';
import { whyTooFar } from '../arguments/instants.ts';
import type { HistoryItem } from '../history/history.ts';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { Dates, type Moment } from './file/dates.ts';
import { described } from './file/described.ts';
import type { FileForm } from './file/file-form.ts';
import { type CsvRow, openCsv } from './file/read-csv.ts';
import type { QualityReport } from './quality.ts';

/** The values of an item in an items file; missing ones are undefined. */
export type ItemDetails = Partial<HistoryItem> & Pick<HistoryItem, 'reference'>;

const longest = { reference: 64, short_desc: 255, type: 32, class_of_service: 32, assignee: 128 } as const;

export const itemColumns = {
  required: ['reference'],
  optional: [...Object.keys(longest).slice(1), 'priority', 'date_logged', 'date_due'],
};

interface Draft {
  readonly line: number;
  readonly details: ItemDetails;
  readonly dateDue: Moment | undefined;
  readonly dateLogged: Moment | undefined;
}

/** Reads an items file: reference → details. Throws Refused naming every broken row. */
export async function readItems(
  path: string,
  form: FileForm,
  report: QualityReport,
  progress: Progress,
): Promise<{ items: Map<string, ItemDetails>; description: string }> {
  const file = openCsv(path, itemColumns, form, progress);
  const dates = new Dates(form, report, 'items file');
  const broken = new BrokenRows(path);
  const drafts: Draft[] = [];
  for await (const row of file.rows) {
    drafts.push(readItem(row, dates, (reason) => broken.add(row.line, reason)));
  }
  dates.refuseAmbiguous(path);

  const items = new Map<string, ItemDetails>();
  for (const { line, details, dateDue, dateLogged } of drafts) {
    const isBroken = (reason: string) => broken.add(line, reason);
    if (items.has(details.reference)) isBroken(`${details.reference} is there twice`);
    const due = instantOf('date_due', dateDue, dates, isBroken);
    const logged = instantOf('date_logged', dateLogged, dates, isBroken);
    items.set(details.reference, {
      ...details,
      ...(due === undefined ? {} : { dateDue: due }),
      ...(logged === undefined ? {} : { dateLogged: logged }),
    });
  }
  broken.refuseAny();
  return { items, description: described(path, file, dates) };
}

function readItem({ line, text }: CsvRow, dates: Dates, isBroken: (reason: string) => void): Draft {
  for (const [column, length] of Object.entries(longest)) {
    if (characters(text(column)) > length) isBroken(`${column} is longer than ${length} characters`);
    if (column !== 'short_desc' && isBadName(text(column)))
      isBroken(`${column} ${JSON.stringify(text(column))} is no name: a name has ${NAME_RULE}`);
  }
  const reference = text('reference');
  if (reference === '') isBroken('reference is empty');
  const priority = text('priority');
  if (!/^-?\d{0,9}$/.test(priority)) isBroken(`priority ${JSON.stringify(priority)} is no whole number`);

  function moment(column: string) {
    const place = { column, line, text: text(column) };
    return place.text === '' ? undefined : dates.read(place, { isDay: column === 'date_due' });
  }
  return {
    line,
    details: {
      reference,
      ...given('shortDesc', text('short_desc')),
      ...given('type', text('type')),
      ...given('classOfService', text('class_of_service')),
      ...given('assignee', text('assignee')),
      ...(priority === '' ? {} : { priority: Number(priority) }),
    },
    dateDue: moment('date_due'),
    dateLogged: moment('date_logged'),
  };
}

function instantOf(
  column: string,
  moment: Moment | undefined,
  dates: Dates,
  isBroken: (reason: string) => void,
) {
  if (moment === undefined) return undefined;
  const at = dates.settle(moment, { isDay: column === 'date_due' });
  const reason = at === undefined ? dates.whyNone(moment) : whyTooFar(at);
  if (reason !== undefined) isBroken(`${column} ${at === undefined ? '' : `${formatInstant(at)} `}${reason}`);
  return at;
}

function given<K extends string>(name: K, value: string): Partial<Record<K, string>> {
  return value === '' ? {} : ({ [name]: value } as Record<K, string>);
}
