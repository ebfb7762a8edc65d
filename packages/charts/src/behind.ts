/** Lists of items that a mark of a chart can lead to, by the questions that fetch them. */
export type BehindList =
  | 'leadTimeItems'
  | 'workItems'
  | 'changedItems'
  | 'blockedIntervals'
  | 'timeInQueueItems'
  | 'dataQualityFindings'
  | 'slaItems';

/** The items behind a mark: which list, in words, and what narrows it. */
export interface Behind {
  readonly list: BehindList;
  readonly title: string;
  /** Parameters of the list, beside the choices of the page. */
  readonly extra: Readonly<Record<string, string>>;
}

/** As a mark and an address hold it: `leadTimeItems?title=…&from=…`. */
export function behind(list: BehindList, title: string, extra: Behind['extra'] = {}): string {
  return `${list}?${new URLSearchParams({ title, ...extra })}`;
}
