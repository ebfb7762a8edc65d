import type { ItemList } from '@kanban/charts';
import { useRemote } from '../app/context.ts';
import type { Ask } from '../view/ask.ts';
import { ListCard } from './list-card.tsx';

/** A list of items with a promise. */
export function PromiseList({ listing, asks }: { listing: ItemList; asks: Ask<'sla'> }) {
  const remote = useRemote(asks);
  const table = remote.answer && listing.read(remote.answer);
  return (
    <ListCard
      id={listing.id}
      question={listing.question}
      answer={table?.subtitle ?? ''}
      emptyText={listing.emptyText}
      csv={listing.csv}
      first="Item"
      columns={table?.columns ?? []}
      rows={(table?.rows ?? []).map((row) => ({ ...row, key: row.reference, name: row.reference }))}
      remote={remote}
    />
  );
}
