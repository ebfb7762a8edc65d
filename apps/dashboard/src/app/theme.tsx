import { useSignal, useSignalEffect } from '@preact/signals';

const KEY = 'kanban-flow-theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;
type Theme = keyof typeof NEXT;

function stored(): Theme {
  const theme = localStorage.getItem(KEY);
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Light, dark, or the setting of the system; remembered on this machine. The style sheet does the rest. */
export function ThemeButton() {
  const theme = useSignal<Theme>(stored());
  useSignalEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  return (
    <button
      type="button"
      class="theme-button"
      onClick={() => {
        theme.value = NEXT[theme.value];
        localStorage.setItem(KEY, theme.value);
      }}
    >
      Theme: {NAMES[theme.value]}
    </button>
  );
}
