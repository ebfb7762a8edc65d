import type { AuditRow, History } from '@kanban/domain/testing';
import type { appUnderTest } from './app-under-test.ts';

/** Which items are asked about; what is left out asks for nothing. */
export interface AskedItems {
  readonly type?: readonly string[];
  readonly classOfService?: readonly string[];
}

/** None, some that leave items out, and one that all items fit, which changes nothing. */
export const filters: readonly AskedItems[] = [
  {},
  { type: ['defect'] },
  { classOfService: ['standard', 'none'] },
  { type: ['defect', 'feature'], classOfService: ['expedite'] },
  { type: ['defect', 'feature', 'none'] },
];

/** The rows of the items that fit; an item without a value was written as `none`. */
export function rowsThatFit({ rows, items }: History, { type, classOfService }: AskedItems): AuditRow[] {
  const fits = (values: readonly string[] | undefined, value: string | null) =>
    values === undefined || values.includes(value ?? 'none');
  const kept = items.filter((item) => fits(type, item.type) && fits(classOfService, item.classOfService));
  const ids = new Set(kept.map(({ itemId }) => itemId));
  return rows.filter(({ itemId }) => ids.has(itemId));
}

/** Asks about some items; a parameter that has several values is repeated. */
export function askAbout(api: ReturnType<typeof appUnderTest>, asked: AskedItems) {
  const pairs = Object.entries(asked).flatMap(([name, values]) =>
    (values as readonly string[]).map((value): [string, string] => [name, value]),
  );
  return async <Answer>(path: string, query: Record<string, string>): Promise<Answer> => {
    const address = `${path}?${new URLSearchParams([...Object.entries(query), ...pairs])}`;
    const response = await api.app.request(address);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
}
