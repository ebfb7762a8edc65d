import type { App } from '../../../app/context.ts';

/** A finger that taps a card opens it. A mouse that clicks on one gives it the focus, for the keys. */
export function onWallTap(event: MouseEvent, { choose }: App): void {
  const tapped = event.target as HTMLElement;
  if ((event as PointerEvent).pointerType !== 'touch' || tapped.closest('button, input')) return;
  const reference = tapped.closest<HTMLElement>('[data-card]')?.dataset.card;
  if (reference !== undefined) choose({ item: reference });
}
