import type { ColumnNames } from './columns.ts';
import type { DateOrder } from './written-date.ts';

/** The format of files, as given by the user; undefined values are detected in each file. */
export interface FileForm {
  readonly encoding: string | undefined;
  readonly separator: string | undefined;
  readonly columns: ColumnNames;
  readonly dateOrder: DateOrder | undefined;
  /** Of times without an offset. */
  readonly timeZone: string;
  /** What is put before each reference. */
  readonly referencePrefix: string;
}

export const unsaidForm: FileForm = {
  encoding: undefined,
  separator: undefined,
  columns: new Map(),
  dateOrder: undefined,
  timeZone: 'UTC',
  referencePrefix: '',
};
