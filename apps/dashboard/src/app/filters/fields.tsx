import { useApp } from '../context.ts';
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
      <input
        id={field}
        type="text"
        list={`${field}-values`}
        placeholder="all"
        autocomplete="off"
        value={view.value[field] ?? ''}
        onChange={(event) => choose({ [field]: event.currentTarget.value.trim() || null })}
      />
      <datalist id={`${field}-values`}>
        {values[field].map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </div>
  ));
}
