import { askQuestion, type Choices, type Client } from '@kanban/api';
import { type BehindList, zonedDates } from '@kanban/charts';
import { useApp } from '../app/context.ts';
import { Dialog } from '../app/dialog.tsx';
import { ScrollBox } from '../cards/scroll-box.tsx';
import { TableHead } from '../cards/table-head.tsx';
import { readBehind, type Wanted } from './behind.ts';
import { ItemLink } from './item-link.tsx';
import { type BehindTable, lists } from './lists.ts';
import { useAnswer } from './use-answer.ts';

/** More rows are in the CSV. */
const MOST_ROWS = '500';

/** The items behind a mark of a chart, above any page. */
export function BehindDialog() {
  const { board, client, choose, view } = useApp();
  const wanted = readBehind(view.value.behind);
  const request = board.request.value;
  const isOpen = wanted !== null && request !== null && view.value.item === null;
  const key = isOpen ? JSON.stringify([wanted, request]) : null;
  const { answer, failure } = useAnswer(key, (signal) =>
    tableOf(client, wanted as Wanted, request as Choices, signal),
  );
  return (
    <Dialog
      id="behind-dialog"
      isOpen={isOpen}
      heading={wanted?.title}
      closed={() => choose({ behind: null })}
    >
      {answer ? (
        <Rows table={answer} title={wanted?.title ?? ''} />
      ) : (
        <p class="note">{failure ? failure.brief : 'Loading …'}</p>
      )}
    </Dialog>
  );
}

async function tableOf<List extends BehindList>(
  client: Client,
  { list, extra, only }: Wanted & { list: List },
  choices: Choices,
  signal: AbortSignal,
): Promise<BehindTable & { isCut: boolean }> {
  const answer = await askQuestion(client, list, choices, signal, { limit: MOST_ROWS, ...extra });
  const { timeZone, nextPage }: { timeZone: string; nextPage: string | null } = answer;
  return { ...lists[list](answer, zonedDates(timeZone), only), isCut: nextPage !== null };
}

function Rows({ table, title }: { table: BehindTable & { isCut: boolean }; title: string }) {
  const count = table.rows.length;
  return (
    <>
      <p class="subtitle">
        {count === 0 ? 'No item.' : `${count} ${count === 1 ? 'row' : 'rows'}`}
        {table.isCut ? `, the first ${MOST_ROWS}; the CSV of the chart has all` : ''}
      </p>
      {count > 0 && (
        <ScrollBox kind="table-box" label={title}>
          <table>
            <caption class="visually-hidden">{title}</caption>
            <TableHead titles={table.columns} />
            <tbody>
              {table.rows.map(({ reference, cells }, n) => (
                <tr key={n}>
                  <td>{reference === null ? 'the stream' : <ItemLink reference={reference} />}</td>
                  {cells.map((text, place) => (
                    <td key={table.columns[place + 1]} class={place === 0 ? 'text' : undefined}>
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}
