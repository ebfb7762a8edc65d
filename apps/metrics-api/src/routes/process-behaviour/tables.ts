import { instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { cellsOf } from '../../answer/table.ts';
import type { figuresOf } from './fields.ts';

type Figures = ReturnType<typeof figuresOf>;

const RULES = ['beyondLimit', 'twoOfThree', 'fourOfFive', 'eightInARow'] as const;
const COLUMNS = ['family', instant('at'), 'label', 'reference', 'value', 'isBaseline', ...RULES] as const;

/** A row a point, a column a rule; with groups the name of each in the first column. */
export function pointTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  { groups, ...all }: Figures & { groups: ({ group: string | null } & Figures)[] },
  isSplit: boolean,
): CsvTable {
  const cells = ({ families }: Figures) =>
    families.flatMap(({ family, points }) =>
      points.map(({ signals, ...point }) => {
        const [beyondLimit, twoOfThree, fourOfFive, eightInARow] = RULES.map((rule) =>
          signals.includes(rule),
        );
        return cellsOf(COLUMNS, { family, ...point, beyondLimit, twoOfThree, fourOfFive, eightInARow });
      }),
    );
  if (!isSplit) return { ...csv, columns: COLUMNS, rows: cells(all) };
  const rows = groups.flatMap((group) => cells(group).map((row) => [group.group, ...row]));
  return { ...csv, columns: ['group', ...COLUMNS], rows };
}
