import { useApp } from '../app/context.ts';

/** Opens the way of an item above the page. */
export function ItemLink({ reference }: { reference: string }) {
  const { choose } = useApp();
  return (
    <button type="button" class="link" onClick={() => choose({ item: reference })}>
      {reference}
    </button>
  );
}
