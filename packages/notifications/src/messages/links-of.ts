import { oneLine } from '@kanban/domain/text';
import type { EventPayload } from '../topics.ts';
import type { Link, Links } from './content.ts';

/** References and streams have at most 64 characters. Chats refuse longer addresses. */
const MOST_CHARACTERS = 1_000;

/** Links to the dashboard: the charts of the stream, and the journey of the item. */
export function linksOf({ value_stream: stream, reference }: EventPayload, dashboardUrl: string): Links {
  const ofStream = stream === undefined ? undefined : view(dashboardUrl, { stream });
  const chart =
    stream === undefined || ofStream === undefined
      ? { label: 'The board now', url: new URL(dashboardUrl).href }
      : { label: oneLine(`Charts of ${stream}`, 60), url: ofStream };
  const url = reference === undefined ? undefined : view(chart.url, { item: reference });
  return url === undefined ? { chart } : { item: { label: oneLine(`Open ${reference}`, 60), url }, chart };
}

function view(dashboardUrl: string, query: Readonly<Record<string, string>>): string | undefined {
  const url = new URL(dashboardUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href.length <= MOST_CHARACTERS ? url.href : undefined;
}

/** The links as a list, the item first. */
export function listOf({ item, chart }: Links): Link[] {
  return item === undefined ? [chart] : [item, chart];
}
