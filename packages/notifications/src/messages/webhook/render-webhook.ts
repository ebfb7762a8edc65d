import type { Message, Notice } from '../content.ts';

/** One event for a webhook; `docs/channels.md` promises these members. */
export interface WebhookEvent {
  readonly event_id: number;
  readonly topic: string;
  readonly occurred_at: string;
  /** The text of a mail, for people. */
  readonly headline: string;
  readonly sentence: string;
  /** As the trigger wrote it, without the recipient's address. */
  readonly payload: unknown;
  readonly links: { readonly item: string | null; readonly chart: string };
}

export interface WebhookDigest {
  readonly topic: 'digest';
  readonly subject: string;
  readonly events: readonly WebhookEvent[];
}

/** A message for a program: the event, or the events of a digest. */
export function renderWebhook({ subject, notices }: Message): WebhookEvent | WebhookDigest {
  const [first, ...others] = notices.map(eventOf);
  if (first !== undefined && others.length === 0) return first;
  return { topic: 'digest', subject, events: first === undefined ? [] : [first, ...others] };
}

function eventOf({ event, content, links }: Notice): WebhookEvent {
  return {
    event_id: event.eventId,
    topic: event.topic,
    occurred_at: event.occurredAt,
    headline: content.headline,
    sentence: content.sentence,
    payload: withoutAddress(event.payload),
    links: { item: links.item?.url ?? null, chart: links.chart.url },
  };
}

function withoutAddress(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const { notify_email: _, ...told } = payload as Record<string, unknown>;
  return told;
}
