import type { PageDefinition } from '../../app/page-definition.ts';
import { allOpenItems, attention } from './asks.ts';
import { WallPage } from './wall-page.tsx';

export const wall: PageDefinition = {
  uses: ['stream'],
  asks: ({ only }) => (only === 'attention' ? [allOpenItems, attention] : [allOpenItems]),
  Page: WallPage,
};
