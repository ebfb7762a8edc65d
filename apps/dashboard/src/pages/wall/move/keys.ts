import type { App } from '../../../app/context.ts';
import { select, selectQueue } from '../card/select.ts';
import type { Tools } from '../tools.ts';
import { extendSelection, goTo, type Place, pushCard } from './steps.ts';

type Key = KeyboardEvent & { currentTarget: HTMLElement };

/** Keys act only where a card or the head of a column has the focus, so that letters can be typed everywhere else. */
export function onWallKey(event: Key, app: App, tools: Tools): void {
  const spot = event.target as HTMLElement;
  const queue = spot.closest<HTMLElement>('[data-column]')?.dataset.column;
  if (spot.dataset.spot === undefined || queue === undefined) return;
  const reference = spot.closest<HTMLElement>('[data-card]')?.dataset.card ?? null;
  const act = actOf(event, { host: event.currentTarget, spot, queue, reference, key: event.key }, app, tools);
  if (!act) return;
  event.preventDefault();
  act();
}

function actOf(event: Key, at: Place, app: App, tools: Tools): (() => void) | null {
  const { wall, mover } = tools;
  const { key, queue, reference } = at;
  const isArrow = key.startsWith('Arrow');
  const mayMove = wall.mayMove.peek();
  if (event.ctrlKey || event.metaKey) {
    if (isArrow && event.shiftKey)
      return reference && mayMove ? () => pushCard(reference, at, app, tools) : null;
    if (key === 'a') return mayMove ? () => selectQueue(tools, queue) : null;
    return key === 'z' ? () => void mover.undo() : null;
  }
  if (event.altKey) return null;
  if (isArrow && event.shiftKey)
    return reference && mayMove ? () => extendSelection(reference, at, tools) : null;
  if (isArrow || key === 'Home' || key === 'End') return () => goTo(at, tools);
  if (key === '?') return () => open(tools.isHelpOpen, true);
  if (key === 'Escape') return () => open(wall.selected, new Set<string>());
  if (key === 'n' && wall.mayEdit.peek()) return () => open(tools.adding, queue);
  if (reference === null) return null;
  if (key === 'Enter') return () => app.choose({ item: reference });
  if (key === 'm' && mayMove) return () => open(tools.moving, reference);
  return key === ' ' && mayMove ? () => select(tools, reference) : null;
}

function open<Value>(signal: { value: Value }, value: Value): void {
  signal.value = value;
}
