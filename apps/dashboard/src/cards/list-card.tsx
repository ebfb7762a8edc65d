import type { Csv } from '@kanban/charts';
import { useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { ItemLink } from '../items/item-link.tsx';
import type { Remote } from '../view/ask.ts';
import { Card } from './card.tsx';
import { lookOf, noteOf } from './card-state.ts';
import { CsvLink } from './csv-link.tsx';
import { ScrollBox } from './scroll-box.tsx';

const FIRST_ROWS = 8;

interface ListRow {
  readonly key: string;
  /** Null where a row is about a queue or a person. */
  readonly reference: string | null;
  readonly name: string;
  readonly shortDesc: string | null;
  readonly cells: readonly string[];
  readonly isLate?: boolean;
}

interface Props {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly subtitle?: string;
  readonly emptyText: string;
  readonly csv?: Csv;
  readonly first: string;
  /** Titles of the cells behind the first. */
  readonly columns: readonly string[];
  readonly rows: readonly ListRow[];
  readonly remote: Remote<unknown>;
}

/** A list of items or queues. Long ones begin with their first rows; a button shows all. */
export function ListCard({ id, question, remote, rows, columns, first, csv, ...words }: Props) {
  const { board } = useApp();
  const [showsAll, setShowsAll] = useState(false);
  const look = lookOf(remote, rows.length === 0);
  const note = noteOf(look, words.emptyText, remote, board.failure.value !== null);
  return (
    <Card
      id={id}
      kind="list-card"
      question={question}
      answer={rows.length > 0 ? words.answer : ''}
      subtitle={rows.length > 0 ? words.subtitle : undefined}
      look={look}
      isLoading={remote.status === 'loading'}
      tools={csv && <div class="downloads">{<CsvLink csv={csv} />}</div>}
    >
      <ScrollBox kind="list-box" label={`${question} The items`}>
        {rows.length === 0 ? (
          <p class="note">{note}</p>
        ) : (
          <ListTable
            caption={question}
            titles={[first, ...columns]}
            rows={showsAll ? rows : rows.slice(0, FIRST_ROWS)}
          />
        )}
      </ScrollBox>
      <footer class="card-foot">
        {rows.length > FIRST_ROWS && (
          <button type="button" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? `Show the first ${FIRST_ROWS}` : `Show all ${rows.length}`}
          </button>
        )}
      </footer>
    </Card>
  );
}

/** Each cell also carries its column's title: in a narrow window a row is a block, and has no heading above it. */
function ListTable({
  caption,
  titles,
  rows,
}: {
  caption: string;
  titles: readonly string[];
  rows: readonly ListRow[];
}) {
  return (
    <table>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, reference, name, shortDesc, cells, isLate }) => (
          <tr key={key} class={isLate ? 'late' : undefined}>
            <td class="item-cell">
              {reference === null ? <b>{name}</b> : <ItemLink reference={reference} />}
              {shortDesc !== null && (
                <span class="desc" title={shortDesc}>
                  {shortDesc}
                </span>
              )}
            </td>
            {cells.map((text, place) => (
              <td key={titles[place + 1]} data-title={titles[place + 1]}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
