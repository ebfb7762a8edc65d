import type { Csv } from '@kanban/charts';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { ItemLink } from '../items/item-link.tsx';
import type { Remote } from '../view/ask.ts';
import { Card } from './card.tsx';
import { lookOf, shownOf } from './card-state.ts';
import { CsvLink } from './csv-link.tsx';
import { unfiltered } from './filter-words.ts';
import { ScrollBox } from './scroll-box.tsx';
import { TableHead } from './table-head.tsx';
import { Unbroken } from './unbroken.tsx';
import { useNote } from './use-note.ts';

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
  /** It stands beside other cards: where these are higher, it shows as many more rows. */
  readonly fills?: boolean;
}

/** A list of items or queues. Long ones begin with their first rows; a button shows all. */
export function ListCard({
  id,
  question,
  remote,
  rows,
  columns,
  first,
  csv,
  fills = false,
  ...words
}: Props) {
  const [showsAll, setShowsAll] = useState(false);
  const { view } = useApp();
  const { table, count } = useRoom(rows.length, fills && !showsAll);
  const look = lookOf(remote, rows.length === 0);
  const shown = words.subtitle ?? '';
  const told = remote.answer === null ? shown : unfiltered(shown, remote.answer as object, view.value);
  const subtitle = rows.length > 0 && told !== '' ? told : undefined;
  const note = useNote(look, words.emptyText, remote);
  return (
    <Card
      id={id}
      kind="list-card"
      question={question}
      answer={rows.length > 0 ? words.answer : ''}
      subtitle={subtitle}
      look={look}
      isLoading={remote.status === 'loading'}
      shown={shownOf(remote)}
      tools={csv && <div class="downloads">{<CsvLink csv={csv} />}</div>}
    >
      <ScrollBox kind="list-box" label={`${question} The items`}>
        {rows.length === 0 ? (
          <p class="note">{note}</p>
        ) : (
          <div ref={table}>
            <ListTable
              caption={question}
              titles={[first, ...columns]}
              rows={showsAll ? rows : rows.slice(0, count)}
            />
          </div>
        )}
      </ScrollBox>
      {!showsAll && rows.length > count && (
        <p class="left-out">and {rows.length - count} more, not printed</p>
      )}
      <footer class="card-foot">
        {rows.length > count && (
          <button type="button" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? `Show the first ${count}` : `Show all ${rows.length}`}
          </button>
        )}
      </footer>
    </Card>
  );
}

/** How many rows there is room for: the first ones, and more as long as the box is higher than its table. */
function useRoom(rows: number, isFilled: boolean) {
  const table = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(FIRST_ROWS);
  useLayoutEffect(() => {
    const [inner, box] = [table.current, table.current?.parentElement];
    if (!inner || !box || !isFilled || rows <= count) return;
    const measure = () => {
      const more = Math.floor(((box.clientHeight - inner.offsetHeight) * count) / inner.offsetHeight);
      if (more > 0) setCount(count + more);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    return () => sizes.disconnect();
  }, [rows, count, isFilled]);
  return { table, count };
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
      <TableHead titles={titles} />
      <tbody>
        {rows.map(({ key, reference, name, shortDesc, cells, isLate }) => (
          <tr key={key} data-about={key} class={isLate ? 'late' : undefined}>
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
                <Unbroken text={text} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
