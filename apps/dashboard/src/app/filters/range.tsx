import { isCalendarDate } from '@kanban/charts';
import { useRef, useState } from 'preact/hooks';
import { PRESET_DAYS, type ViewRange } from '../../view/view.ts';
import { useApp } from '../context.ts';
import { Select } from './select.tsx';

const NAMES: Readonly<Record<number, string>> = {
  14: '2 weeks',
  28: '4 weeks',
  90: 'A quarter, 90 days',
  365: 'A year',
};

/** The last so many days, this month, or two dates. */
export function RangeFilter() {
  const { board, view, choose } = useApp();
  const { range } = view.value;
  const request = board.request.value;
  const [isCustom, setCustom] = useState(false);
  const from = useRef<HTMLInputElement>(null);
  const to = useRef<HTMLInputElement>(null);
  const isDates = 'from' in range;
  const value = keyOf(range);
  const days = 'days' in range ? [...new Set([...PRESET_DAYS, range.days])] : [...PRESET_DAYS];

  /** A reversed range is sent as well: the page says what is wrong. */
  function chooseDates(): void {
    const [start, end] = [from.current?.value, to.current?.value];
    if (start && end) choose({ range: { from: start, to: end } });
  }

  return (
    <>
      <Select
        id="range"
        label="Range"
        value={isCustom && !isDates ? 'custom' : value}
        options={[
          ...days
            .toSorted((a, b) => a - b)
            .map((each) => [String(each), NAMES[each] ?? `${each} days`] as const),
          ['month', 'Since the first of the month'],
          ['custom', 'Two dates …'],
        ]}
        choose={(key) => {
          setCustom(key === 'custom');
          if (key === 'custom') chooseDates();
          else choose({ range: key === 'month' ? { since: 'month' } : { days: Number(key) } });
        }}
      />
      {(isCustom || isDates) && (
        <>
          <div class="field">
            <label for="from">From</label>
            <input id="from" type="date" ref={from} value={dateOf(request?.from)} onChange={chooseDates} />
          </div>
          <div class="field">
            <label for="to">To, included</label>
            <input id="to" type="date" ref={to} value={dateOf(request?.to)} onChange={chooseDates} />
          </div>
        </>
      )}
    </>
  );
}

function keyOf(range: ViewRange): string {
  if ('from' in range) return 'custom';
  return 'since' in range ? 'month' : String(range.days);
}

/** The day of a bound, which may be an instant; empty when there is none, which an input could not show. */
function dateOf(bound = ''): string {
  const day = bound.slice(0, 10);
  return isCalendarDate(day) ? day : '';
}
