import type { BehindList } from '@kanban/charts';

const LISTS: readonly BehindList[] = [
  'leadTimeItems',
  'workItems',
  'changedItems',
  'blockedIntervals',
  'timeInQueueItems',
  'dataQualityFindings',
  'slaItems',
];

export interface Wanted {
  readonly list: BehindList;
  readonly title: string;
  /** What the page itself leaves out of the answer: see `keeps` in ./lists.ts. */
  readonly only: string | null;
  readonly extra: Readonly<Record<string, string>>;
}

/** Reads what `behind` of the charts wrote; null for anything else. */
export function readBehind(text: string | null): Wanted | null {
  const [name, query] = (text ?? '').split(/\?(.*)/s);
  const list = LISTS.find((each) => each === name);
  if (!list) return null;
  const { title = 'Items', only = null, ...extra } = Object.fromEntries(new URLSearchParams(query));
  return { list, title, only, extra };
}
