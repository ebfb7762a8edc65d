import type { ComponentType } from 'preact';
import type { Ask } from '../view/ask.ts';
import type { View } from '../view/view.ts';

/** Choices that a page may offer; what it does not use is not shown on it. */
export type Filter =
  | 'stream'
  | 'range'
  | 'compare'
  | 'fields'
  | 'splitBy'
  | 'interval'
  | 'timeZone'
  | 'measure'
  | 'clock'
  | 'asOf';

export interface PageDefinition {
  readonly uses: readonly Filter[];
  /** What the page asks for a view. */
  asks(view: View): readonly Ask[];
  readonly Page: ComponentType;
}
