import { formatDay, isCalendarDate } from '@kanban/charts';
import { useState } from 'preact/hooks';
import { PRESET_DAYS, type ViewRange, wholeRange } from '../../view/view.ts';
import { useApp } from '../context.ts';
import { DraftInput } from './draft-input.tsx';
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
  const isDates = 'from' in range;
  const whole = wholeRange(view.value);
  const value = keyOf(range);
  const days = 'days' in range ? [...new Set([...PRESET_DAYS, range.days])] : [...PRESET_DAYS];

  /** A reversed range is sent as well: the page says what is wrong. */
  function chooseDates(): void {
    const [start, end] = ['from', 'to'].map((id) => {
      const input = document.getElementById(id);
      return input instanceof HTMLInputElement ? input.value : '';
    });
    if (start && end) choose({ range: { from: start, to: end }, zoomedFrom: null });
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
          else
            choose({ range: key === 'month' ? { since: 'month' } : { days: Number(key) }, zoomedFrom: null });
        }}
      />
      {(isCustom || isDates) && (
        <>
          <div class="field">
            <label for="from">From</label>
            <DraftInput id="from" type="date" value={dateOf(request?.from)} commit={chooseDates} />
          </div>
          <div class="field">
            <label for="to">To, included</label>
            <DraftInput id="to" type="date" value={dateOf(request?.to)} commit={chooseDates} />
          </div>
        </>
      )}
      {whole && (
        <button type="button" class="whole-range" onClick={() => choose({ range: whole, zoomedFrom: null })}>
          Back to {rangeWords(whole)}
        </button>
      )}
    </>
  );
}

function rangeWords(range: ViewRange): string {
  if ('days' in range) return `${range.days} days`;
  return 'since' in range ? 'this month' : `${formatDay(range.from)} to ${formatDay(range.to)}`;
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
