import type { PageDefinition } from '../app/page-definition.ts';
import type { PageName } from '../view/view.ts';

interface PageEntry {
  readonly title: string;
  /** What it answers within ten seconds. */
  readonly question: string;
  /** Not among the pages to choose from: others lead to it. */
  readonly isHidden?: boolean;
  load(): Promise<PageDefinition>;
}

/** All pages in the order of the navigation; each loads what it needs when it is opened. */
export const pages: Readonly<Record<PageName, PageEntry>> = {
  today: {
    title: 'Today',
    question: 'What should we talk about now?',
    load: async () => (await import('./today/page.tsx')).today,
  },
  wall: {
    title: 'Wall',
    question: 'Where is everything? Let me move it.',
    load: async () => (await import('./wall/page.tsx')).wall,
  },
  flow: {
    title: 'Flow',
    question: 'Does more come than goes? Where does it pile up?',
    load: async () => (await import('./flow/page.tsx')).flow,
  },
  time: {
    title: 'Time',
    question: 'How long does it take, and where does the time go?',
    load: async () => (await import('./time/page.tsx')).time,
  },
  promises: {
    title: 'Promises',
    question: 'Do we keep our word, and will we?',
    load: async () => (await import('./promises/page.tsx')).promises,
  },
  forecast: {
    title: 'Forecast',
    question: 'When will these be done? What can we promise by then?',
    load: async () => (await import('./forecast/page.tsx')).forecast,
  },
  behaviour: {
    title: 'Behaviour',
    question: 'Is this week news or noise? May we trust averages?',
    load: async () => (await import('./behaviour/page.tsx')).behaviour,
  },
  streams: {
    title: 'Streams',
    question: 'How do our streams compare?',
    load: async () => (await import('./streams/page.tsx')).streams,
  },
  item: {
    title: 'Item',
    question: 'What happened to this one?',
    isHidden: true,
    load: async () => (await import('./item/page.tsx')).item,
  },
};
