import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from './context.ts';
import { DraftInput } from './filters/draft-input.tsx';
import { FieldFilters } from './filters/fields.tsx';
import { suitableChoices } from './filters/intervals.ts';
import { RangeFilter } from './filters/range.tsx';
import { Select } from './filters/select.tsx';
import { zoneOptions } from './filters/zones.ts';
import type { Filter } from './page-definition.ts';

const COMPARISONS = [
  ['previous', 'the period before'],
  ['lastYear', 'the same period last year'],
  ['none', 'nothing'],
] as const;
/** Of a page about a moment. */
const DAYS_BEFORE = [
  ['previous', 'a week before'],
  ['lastYear', 'the same day last year'],
  ['none', 'nothing'],
] as const;
const SPLITS = [
  ['none', 'not split'],
  ['type', 'type'],
  ['classOfService', 'class of service'],
  ['assignee', 'assignee'],
  ['parent', 'parent'],
] as const;
const MEASURES = [
  ['cycle', 'Cycle time, from committed'],
  ['lead', 'Lead time, from entered'],
] as const;
const CLOCKS = [
  ['elapsed', 'All hours'],
  ['working', 'Working hours'],
] as const;
const REST: readonly Filter[] = ['fields', 'splitBy', 'interval', 'timeZone', 'measure', 'clock'];

/** The choices for a page; what it does not use is not there. The rarer ones open by a click, and say how many were made. */
export function FilterBar({ uses }: { uses: readonly Filter[] }) {
  const { board, view, choose } = useApp();
  const has = (...filters: readonly Filter[]) => filters.some((filter) => uses.includes(filter));
  const [isOpen, setOpen] = useState(false);
  const present = view.value;
  const stream = board.stream.value;
  const names = board.streams.value.map(({ name }) => name);
  if (present.stream !== null && !stream) names.unshift(present.stream);
  const chosen = [
    has('fields') && present.type,
    has('fields') && present.classOfService,
    has('fields') && present.assignee,
    has('splitBy') && present.splitBy !== 'none',
    has('interval') && present.interval !== 'auto',
    has('timeZone') && present.timeZone,
    has('measure') && present.measure !== 'cycle',
    has('clock') && present.clock !== 'elapsed',
  ].filter(Boolean).length;
  return (
    <form class="controls" aria-label="What to show" onSubmit={(event) => event.preventDefault()}>
      {has('stream') && (
        <Select
          id="stream"
          label="Value stream"
          value={stream?.name ?? present.stream ?? ''}
          options={names.map((name) => [name, name])}
          choose={(name) => choose({ stream: name, item: null, behind: null })}
        />
      )}
      {has('range') && <RangeFilter />}
      {has('compare') && (
        <Select
          id="compare"
          label="Compare with"
          value={present.compare}
          options={has('range') ? COMPARISONS : DAYS_BEFORE}
          choose={(compare) => choose({ compare })}
        />
      )}
      {has('asOf') && (
        <Field id="as-of" label="As of">
          <DraftInput
            id="as-of"
            type="date"
            most={board.request.value?.today}
            value={board.request.value?.day ?? ''}
            commit={(day) =>
              choose({ asOf: day === '' || day >= (board.request.value?.today ?? '') ? null : day })
            }
          />
        </Field>
      )}
      {has(...REST) && (
        <details class="more-filters" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{chosen === 0 ? 'More choices' : `More choices (${chosen} made)`}</summary>
          <div class="more">
            {isOpen && has('fields') && <FieldFilters />}
            {has('splitBy') && (
              <Select
                id="split-by"
                label="Split by"
                value={present.splitBy}
                options={SPLITS}
                choose={(splitBy) => choose({ splitBy })}
              />
            )}
            {has('interval') && (
              <Select
                id="interval"
                label="Interval"
                value={present.interval}
                options={suitableChoices(board.request.value, present.interval)}
                choose={(interval) => choose({ interval })}
              />
            )}
            {has('measure') && (
              <Select
                id="measure"
                label="Measure"
                value={present.measure}
                options={MEASURES}
                choose={(measure) => choose({ measure })}
              />
            )}
            {has('clock') && (
              <Select
                id="clock"
                label="Clock"
                value={present.clock}
                options={CLOCKS}
                choose={(clock) => choose({ clock })}
              />
            )}
            {has('timeZone') && (
              <Select
                id="time-zone"
                label="Time zone"
                value={present.timeZone ?? ''}
                options={zoneOptions(stream?.timeZone, present.timeZone)}
                choose={(zone) => choose({ timeZone: zone || null })}
              />
            )}
          </div>
        </details>
      )}
    </form>
  );
}

function Field({ id, label, children }: { id: string; label: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
    </div>
  );
}
