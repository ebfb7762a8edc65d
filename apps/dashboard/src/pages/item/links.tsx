import type { WorkItemAnswer } from '@kanban/api';
import { ScrollBox } from '../../cards/scroll-box.tsx';
import { ItemLink } from '../../items/item-link.tsx';
import { layOut } from './lay-out.ts';

const COLUMN = 210;
const ROW = 66;
const NODE = { width: 170, height: 50 };

/** What it waits for to the left of it, what waits for it to the right, each line one link. */
export function LinkGraph({ item }: { item: WorkItemAnswer }) {
  const waits = item.links.filter(({ kind }) => kind === 'waitsFor');
  if (waits.length === 0) return null;
  const { places, columns, rows } = layOut(item.reference, waits);
  const known = new Map(item.related.map((each) => [each.reference, each]));
  const middle = (reference: string) => {
    const { column, row } = places.get(reference) ?? { column: 0, row: 0 };
    return { left: column * COLUMN, y: row * ROW + NODE.height / 2 };
  };
  const size = { width: columns * COLUMN - (COLUMN - NODE.width), height: rows * ROW - (ROW - NODE.height) };
  return (
    <ScrollBox kind="table-box" label="What it waits for, and what waits for it">
      <div class="graph" style={{ width: `${size.width}px`, height: `${size.height}px` }}>
        <svg width={size.width} height={size.height} aria-hidden="true">
          {waits.map(({ from, to }) => {
            const [start, end] = [middle(to), middle(from)];
            const [x1, x2] = [start.left + NODE.width, end.left];
            const bend = (x1 + x2) / 2;
            return (
              <path
                key={`${from} ${to}`}
                d={`M${x1},${start.y} C${bend},${start.y} ${bend},${end.y} ${x2 - 6},${end.y} m-6,-4 l6,4 l-6,4`}
              />
            );
          })}
        </svg>
        {[...places].map(([reference, { column, row }]) => {
          const other = known.get(reference);
          return (
            <div
              key={reference}
              class="node"
              data-finished={other?.isFinished ?? item.finishedAt !== null}
              data-own={reference === item.reference}
              style={{ left: `${column * COLUMN}px`, top: `${row * ROW}px`, ...sizeOf(NODE) }}
              title={other?.shortDesc}
            >
              {reference === item.reference ? <b>{reference}</b> : <ItemLink reference={reference} />}
              <small>
                {whereWords(other ?? { queue: item.queue, isFinished: item.finishedAt !== null })}
              </small>
            </div>
          );
        })}
      </div>
      <ul class="visually-hidden">
        {waits.map(({ from, to }) => (
          <li key={`${from} ${to}`}>
            {from} waits for {to}
          </li>
        ))}
      </ul>
    </ScrollBox>
  );
}

/** What it is a part of, from the whole down, and its own parts. */
export function Family({ item }: { item: WorkItemAnswer }) {
  const parts = item.links.filter(({ kind }) => kind === 'isPartOf');
  const parentOf = new Map(parts.map(({ from, to }) => [from, to]));
  const above: string[] = [];
  for (let each = item.parent; each !== null && !above.includes(each); each = parentOf.get(each) ?? null) {
    above.unshift(each);
  }
  const own = item.related.filter(({ reference }) => parentOf.get(reference) === item.reference);
  if (above.length === 0 && own.length === 0) return null;
  const done = own.filter(({ isFinished }) => isFinished).length;
  return (
    <>
      {above.length > 0 && (
        <p>
          Part of{' '}
          {above.map((reference, n) => (
            <span key={reference}>
              {n > 0 && ' › '}
              <ItemLink reference={reference} />
            </span>
          ))}
        </p>
      )}
      {own.length > 0 && (
        <>
          <p>
            {done} of its {own.length} parts {done === 1 ? 'is' : 'are'} finished
          </p>
          <ul class="plain-list">
            {own.map(({ reference, shortDesc, queue, isFinished }) => (
              <li key={reference}>
                <ItemLink reference={reference} /> {shortDesc}{' '}
                <small>{whereWords({ queue, isFinished })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function whereWords({ queue, isFinished }: { queue: string | null; isFinished: boolean }): string {
  if (isFinished) return '✓ finished';
  return queue === null ? 'in no queue' : `in ${queue}`;
}

function sizeOf({ width, height }: typeof NODE) {
  return { width: `${width}px`, height: `${height}px` };
}
