import { useApp } from '../context.ts';
import { DraftInput } from './draft-input.tsx';
import { useFieldValues } from './field-values.ts';

const FIELDS = [
  ['type', 'Type'],
  ['classOfService', 'Class of service'],
  ['assignee', 'Assignee'],
] as const;

/** Which items count. Values that open items have are offered; any other can be typed. */
export function FieldFilters() {
  const { view, choose } = useApp();
  const values = useFieldValues();
  return FIELDS.map(([field, label]) => (
    <div key={field} class="field">
      <label for={field}>{label}</label>
      <DraftInput
        id={field}
        type="text"
        list={`${field}-values`}
        placeholder="all"
        value={view.value[field] ?? ''}
        commit={(text) => choose({ [field]: text.trim() || null })}
      />
      <datalist id={`${field}-values`}>
        {values[field].map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </div>
  ));
}
