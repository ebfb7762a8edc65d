import { type Extra, tableAddress } from '@kanban/api';
import type { Csv } from '@kanban/charts';
import { dialectWords, spreadsheetDialect } from '../api/spreadsheet-dialect.ts';
import { useApp } from '../app/context.ts';
import { saveTable } from './download.ts';

/** A link to CSV as spreadsheets in the browser's language read it. With a token the browser cannot follow it: then it is fetched. */
export function CsvLink({ csv: { table, words }, extra = {} }: { csv: Csv; extra?: Extra | undefined }) {
  const { board, client, tokens } = useApp();
  const request = board.request.value;
  const dialect = spreadsheetDialect();
  const address = request ? tableAddress(client, table, request, dialect, extra) : undefined;
  if (address === undefined) {
    return (
      <button type="button" disabled>
        CSV
      </button>
    );
  }
  return (
    <a
      class="button"
      download
      href={address}
      aria-label={`Download ${words} as CSV`}
      title={dialectWords(dialect)}
      onClick={(event) => {
        if (tokens.get() === undefined) return;
        event.preventDefault();
        void saveTable(client, address);
      }}
    >
      CSV
    </a>
  );
}
