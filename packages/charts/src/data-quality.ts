import type { AnswerTo } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';
import { safeKey, shownKey } from './safe-key.ts';
import { checkName, dataQualityWords } from './words/data-quality.ts';

type Answer = AnswerTo<'/v1/data-quality'>;
type Check = Answer['checks'][number];

/** Items that each check finds, of those that find any; a finding is no accusation. */
export const dataQuality: Chart<Answer> = {
  id: 'data-quality',
  asks: 'dataQuality',
  csv: { table: 'Data quality', words: 'the checks of the data' },
  height: 340,
  question: 'May we believe these charts?',
  emptyText: 'No check has found anything: these charts can be believed.',
  subtitle: ({ population }) =>
    `Items with a finding, by check, of ${countOf(population, 'item')}; dark: take care with what it distorts`,
  isEmpty: ({ checks }) => foundBy(checks).length === 0,

  summary: dataQualityWords,

  spec({ checks }, look) {
    const values = foundBy(checks).map((check) => ({
      check: safeKey(checkName(check.check)),
      items: check.items,
      isWarning: check.severity === 'warning',
      label: formatCount(check.items),
      behind: itemsOf(check),
      tip: [
        ['', checkName(check.check)],
        ['Items', formatCount(check.items)],
        ...(check.share === null ? [] : [['Share', formatShare(check.share)] as const]),
        ['Distorts', check.distorts],
      ] satisfies Tip,
    }));
    const most = largest(
      values.map(({ items }) => items),
      1,
    );
    const y = {
      field: 'check',
      type: 'nominal',
      sort: null,
      axis: { title: null, labelExpr: shownKey, labelLimit: 190, domain: false },
    } as const;
    const x = {
      field: 'items',
      type: 'quantitative',
      scale: { domain: [0, most * 1.1], nice: false },
      axis: { title: 'Items', tickMinStep: 1, format: 'd', tickCount: 5 },
    } as const;
    return framed(look, {
      data: { name: 'checks', values },
      layer: [
        {
          name: 'checks',
          mark: { type: 'bar', cursor: 'pointer' },
          encoding: {
            y,
            x,
            color: {
              condition: { test: 'datum.isWarning', value: look.tone(TONES.main) },
              value: look.tone(TONES.mainPale),
            },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'counts',
          mark: { type: 'text', align: 'left', dx: 4 },
          encoding: { y, x, text: { field: 'label' } },
        },
      ],
    });
  },

  table: ({ checks }) => ({
    columns: [
      { title: 'Check' },
      { title: 'Items', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'What it distorts', isText: true },
    ],
    rows: checks.map(({ check, items, share, distorts }) => [
      checkName(check),
      formatCount(items),
      share === null ? '–' : formatShare(share),
      distorts,
    ]),
    behind: checks.map((check) => (check.items > 0 ? itemsOf(check) : null)),
  }),
};

function foundBy(checks: readonly Check[]): Check[] {
  return checks.filter(({ items }) => items > 0).toSorted((a, b) => b.items - a.items);
}

function itemsOf({ check }: Check): string {
  return behind('dataQualityFindings', `Found: ${checkName(check)}`, { check });
}
