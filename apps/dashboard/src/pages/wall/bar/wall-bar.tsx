import { useComputed, useSignal } from '@preact/signals';
import { useApp } from '../../../app/context.ts';
import { Select } from '../../../app/filters/select.tsx';
import type { Card } from '../model/look-of-card.ts';
import { useTools } from '../tools.ts';
import { People } from './people.tsx';
import { Who } from './who.tsx';

const LANES = [
  ['none', 'no lanes'],
  ['classOfService', 'class of service'],
  ['assignee', 'assignee'],
  ['type', 'type'],
  ['parent', 'parent'],
] as const;
const ORDERS = [
  ['place', 'place'],
  ['age', 'age'],
  ['due', 'due date'],
  ['priority', 'priority'],
] as const;

/** What is shown of the wall, all of it in the address; and who is at it. */
export function WallBar() {
  const { choose, view } = useApp();
  const { isHelpOpen, isFiltered, wall } = useTools();
  const { classOfService, lanes, only, order, search, type } = view.value;
  const classes = useValues('classOfService');
  const types = useValues('type');
  /** On a phone they would take the room of the first cards. */
  const isOpen = useSignal(false);
  return (
    <div class="wall-bar" data-open={isOpen}>
      <button
        type="button"
        class="filters-button"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {isFiltered.value ? 'Filters, some are set' : 'Filters'}
      </button>
      <form class="controls" aria-label="Which cards" onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="search">Find cards</label>
          <input
            id="search"
            type="search"
            autocomplete="off"
            value={search ?? ''}
            onInput={({ currentTarget: { value } }) => choose({ search: value || null }, { isTyping: true })}
          />
        </div>
        <Select
          id="wall-type"
          label="Type"
          value={type ?? ''}
          options={withAll(types, type)}
          choose={(value) => choose({ type: value || null })}
        />
        <Select
          id="wall-class"
          label="Class"
          value={classOfService ?? ''}
          options={withAll(classes, classOfService)}
          choose={(value) => choose({ classOfService: value || null })}
        />
        <Select
          id="lanes"
          label="Lanes by"
          value={lanes}
          options={LANES}
          choose={(value) => choose({ lanes: value })}
        />
        <Select
          id="order"
          label="Order by"
          value={order}
          options={ORDERS}
          choose={(value) => choose({ order: value })}
        />
        <button
          type="button"
          aria-pressed={only === 'attention'}
          onClick={() => choose({ only: only === 'attention' ? 'all' : 'attention' })}
        >
          To talk about
        </button>
        {isFiltered.value && (
          <button
            type="button"
            onClick={() =>
              choose({ search: null, type: null, classOfService: null, assignee: null, only: 'all' })
            }
          >
            Show all cards
          </button>
        )}
      </form>
      <div class="wall-who">
        <Who />
        <button
          type="button"
          class="keys-button"
          aria-label="Keys"
          onClick={() => {
            isHelpOpen.value = true;
          }}
        >
          ?
        </button>
      </div>
      <People />
    </div>
  );

  /** The values that cards of the wall have. */
  function useValues(field: keyof Pick<Card, 'type' | 'classOfService'>): readonly string[] {
    return useComputed(() =>
      [...wall.columns.value.values()]
        .flat()
        .flatMap((reference) => wall.entries.get(reference)?.card.value[field] ?? [])
        .filter((value, n, all) => all.indexOf(value) === n)
        .sort()
        .join('\n'),
    ).value.split('\n');
  }
}

function withAll(values: readonly string[], chosen: string | null): (readonly [string, string])[] {
  const all = new Set([...values, chosen ?? '']);
  all.delete('');
  return [['', 'all'], ...[...all].map((value) => [value, value] as const)];
}
