import { ApiFailure } from '@kanban/api';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { dropDraft, keyOfDraft, readDraft, type Values, writeDraft } from '../model/drafts.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind?: 'text' | 'area' | 'date' | 'number';
  readonly isNeeded?: boolean;
  readonly most?: number;
  /** Values to choose from; any other can be typed. */
  readonly offers?: readonly string[];
  /** The only values there are. */
  readonly choices?: readonly string[];
}

export interface Sending {
  readonly key: string;
  waiting(sentence: string): void;
}

interface Props {
  /** Of the draft, and of nothing else on the page. */
  readonly id: string;
  readonly fields: readonly Field[];
  readonly start?: Values;
  readonly action: string;
  /** Throws ApiFailure. */
  send(values: Values, sending: Sending): Promise<void>;
  /** More about a refusal than its sentence. */
  readonly refused?: (failure: ApiFailure) => ComponentChildren;
}

/** Fields that keep what was typed until the service has taken it. */
export function DraftForm({ id, fields, start = {}, action, send, refused }: Props) {
  const values = useSignal<Values>({ ...start, ...readDraft(id)?.values });
  const isSending = useSignal(false);
  const note = useSignal<string | null>(null);
  const failure = useSignal<ApiFailure | null>(null);

  async function submit(): Promise<void> {
    const sent = values.value;
    isSending.value = true;
    note.value = null;
    failure.value = null;
    try {
      await send(sent, {
        key: keyOfDraft(id, sent),
        waiting: (sentence) => {
          note.value = sentence;
        },
      });
      dropDraft(id);
      values.value = start;
      note.value = null;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      failure.value = error;
      note.value = error.message;
    } finally {
      isSending.value = false;
    }
  }

  const shown = values.value;
  return (
    <form
      class="draft-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending.value) void submit();
      }}
    >
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          id={`${id} ${field.name}`.replaceAll(/\s/g, '-')}
          field={field}
          value={shown[field.name] ?? ''}
          change={(text) => {
            values.value = { ...values.value, [field.name]: text };
            writeDraft(id, values.value);
          }}
        />
      ))}
      <button type="submit" aria-disabled={isSending.value}>
        {isSending.value ? 'Sending …' : action}
      </button>
      {note.value !== null && (
        <p class={failure.value ? 'form-refusal' : 'form-note'} role="alert">
          {note.value}
        </p>
      )}
      {failure.value && refused?.(failure.value)}
    </form>
  );
}

interface InputProps {
  readonly id: string;
  readonly field: Field;
  readonly value: string;
  change(text: string): void;
}

function FieldInput({ id, field, value, change }: InputProps) {
  const { label, kind = 'text', isNeeded = false, most, name, offers, choices } = field;
  const shared = {
    id,
    name,
    value,
    required: isNeeded,
    ...(most !== undefined && { maxLength: most }),
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {choices ? (
        <select
          id={id}
          value={value}
          required={isNeeded}
          onChange={(event) => change(event.currentTarget.value)}
        >
          <option value="">…</option>
          {choices.map((each) => (
            <option key={each} value={each} selected={each === value}>
              {each}
            </option>
          ))}
        </select>
      ) : kind === 'area' ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input {...shared} type={kind} autocomplete="off" {...(offers && { list: `${id}-offers` })} />
      )}
      {offers && (
        <datalist id={`${id}-offers`}>
          {offers.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </div>
  );
}
