import { ApiFailure } from '@kanban/api';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { newKey } from '../model/new-key.ts';
import type { Sending } from './draft-form.tsx';

interface Props {
  readonly action: string;
  readonly label?: string;
  /** Throws ApiFailure. */
  act(sending: Sending): Promise<void>;
}

/** One thing to do by one press; why not, beside it. */
export function ActButton({ action, label, act }: Props) {
  const note = useSignal<string | null>(null);
  const isSending = useRef(false);

  async function run(): Promise<void> {
    if (isSending.current) return;
    isSending.current = true;
    note.value = null;
    try {
      await act({
        key: newKey(),
        waiting: (sentence) => {
          note.value = sentence;
        },
      });
      note.value = null;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      note.value = error.message;
    } finally {
      isSending.current = false;
    }
  }

  return (
    <>
      <button type="button" {...(label !== undefined && { 'aria-label': label })} onClick={() => void run()}>
        {action}
      </button>
      {note.value !== null && (
        <span class="form-refusal" role="alert">
          {note.value}
        </span>
      )}
    </>
  );
}
