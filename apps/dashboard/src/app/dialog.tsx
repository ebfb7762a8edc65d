import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly id: string;
  readonly isOpen: boolean;
  readonly heading: ComponentChildren;
  /** A person closed it. */
  closed(): void;
  /** Without a button that closes it: only Escape does. */
  readonly isNeeded?: boolean;
  /** Something is to be filled in: the focus begins there, and not where Enter would close it. */
  readonly isForm?: boolean;
  readonly children: ComponentChildren;
}

/** A modal dialog of the browser; the focus goes back to where it was. */
export function Dialog({ id, isOpen, heading, closed, isNeeded = false, isForm = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current as HTMLDialogElement;
    if (isOpen && !element.open) {
      element.showModal();
      if (isForm) element.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
    }
    if (!isOpen) element.close();
  }, [isOpen]);
  return (
    <dialog
      class={id}
      aria-labelledby={`${id}-heading`}
      ref={dialog}
      onClose={() => {
        if (isOpen) closed();
      }}
    >
      {isOpen && (
        <>
          <header class="card-head">
            <h2 id={`${id}-heading`}>{heading}</h2>
            {!isNeeded && (
              <button type="button" aria-label="Close" onClick={() => dialog.current?.close()}>
                Close
              </button>
            )}
          </header>
          {children}
        </>
      )}
    </dialog>
  );
}
