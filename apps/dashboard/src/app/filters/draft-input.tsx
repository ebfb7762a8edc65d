import { useState } from 'preact/hooks';

interface Props {
  readonly id: string;
  readonly type: 'text' | 'date';
  readonly value: string;
  /** What was typed is whole: Enter, or the field was left. */
  commit(text: string): void;
  /** The id of a list of values to choose from. */
  readonly list?: string;
  readonly label?: string;
  /** The id of what says that the value was refused. */
  readonly refusal?: string | undefined;
  readonly placeholder?: string;
  readonly size?: number;
  readonly least?: string | undefined;
  readonly most?: string | undefined;
}

/** An input that keeps what is being typed, whatever is drawn anew meanwhile. */
export function DraftInput({
  id,
  type,
  value,
  commit,
  list,
  label,
  refusal,
  placeholder,
  size,
  least,
  most,
}: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <input
      id={id}
      type={type}
      autocomplete="off"
      value={draft ?? value}
      {...(list !== undefined && { list })}
      {...(label !== undefined && { 'aria-label': label })}
      {...(refusal !== undefined && { 'aria-invalid': true, 'aria-describedby': refusal })}
      {...(placeholder !== undefined && { placeholder })}
      {...(size !== undefined && { size })}
      {...(least !== undefined && { min: least })}
      {...(most !== undefined && { max: most })}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onChange={(event) => {
        setDraft(null);
        commit(event.currentTarget.value);
      }}
    />
  );
}
