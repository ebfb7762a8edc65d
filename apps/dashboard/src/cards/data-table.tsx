import type { ChartTable } from '@kanban/charts';
import { useApp } from '../app/context.ts';
import { ItemLink } from '../items/item-link.tsx';

/** Cells of a column of items are links; so is the first cell of a row that items stand behind. */
export function DataTable({
  table: { columns, rows, behind },
  caption,
}: {
  table: ChartTable;
  caption: string;
}) {
  return (
    <table>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" class={isNumber ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, n) => (
          <tr key={n}>
            {columns.map((column, place) => (
              <td key={column.title} class={column.isNumber ? 'number' : column.isText ? 'text' : undefined}>
                <Cell
                  text={row[place] ?? ''}
                  isItem={column.isItem ?? false}
                  behind={place === 0 ? (behind?.[n] ?? null) : null}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ text, isItem, behind }: { text: string; isItem: boolean; behind: string | null }) {
  const { choose } = useApp();
  if (isItem && text !== '') return <ItemLink reference={text} />;
  if (behind === null) return <>{text}</>;
  return (
    <button type="button" class="link" onClick={() => choose({ behind })}>
      {text}
    </button>
  );
}
