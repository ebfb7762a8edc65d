import { h } from './dom.ts';

const KEY = 'kanban-flow-theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;
type Theme = keyof typeof NEXT;

/** Light, dark, or the setting of the system; remembered on this machine. The style sheet does the rest. */
export function createThemeButton(): HTMLButtonElement {
  const stored = localStorage.getItem(KEY);
  let theme: Theme = stored === 'light' || stored === 'dark' ? stored : 'auto';
  const button = h('button', {
    type: 'button',
    class: 'theme-button',
    onclick: () => {
      theme = NEXT[theme];
      localStorage.setItem(KEY, theme);
      apply();
    },
  });
  function apply(): void {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${NAMES[theme]}`;
  }
  apply();
  return button;
}
