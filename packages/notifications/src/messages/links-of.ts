import type { EventPayload } from '../topics.ts';
import type { Link, Links } from './content.ts';
import { oneLine } from './one-line.ts';

/** Where to look: the charts of the stream, and the journey of the item, as views of the dashboard. */
export function linksOf({ value_stream: stream, reference }: EventPayload, dashboardUrl: string): Links {
  const chart = new URL(dashboardUrl);
  if (stream !== undefined) chart.searchParams.set('stream', stream);
  const chartLink = {
    label: stream === undefined ? 'The board now' : oneLine(`Charts of ${stream}`, 60),
    url: chart.href,
  };
  if (reference === undefined) return { chart: chartLink };
  const item = new URL(chart);
  item.searchParams.set('item', reference);
  return { item: { label: oneLine(`Open ${reference}`, 60), url: item.href }, chart: chartLink };
}

/** The item first: it is what the message is about. */
export function listOf({ item, chart }: Links): Link[] {
  return item === undefined ? [chart] : [item, chart];
}
