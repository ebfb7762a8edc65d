import { type EventPayload, InvalidPayload, parsePayload } from '@kanban/notifications';
import { anyEvent } from './any-event.ts';
import type { Content } from './content.ts';
import { dependenciesFinished } from './dependencies-finished.ts';
import { droppedAsStale } from './dropped-as-stale.ts';
import { renderHtml } from './html.ts';
import { itemBlocked } from './item-blocked.ts';
import { itemUnblocked } from './item-unblocked.ts';
import { overloaded } from './overloaded.ts';
import { personOverloaded } from './person-overloaded.ts';
import { slaAtRisk, slaBreached } from './sla-deadline.ts';
import { slotAvailable } from './slot-available.ts';
import { renderText } from './text.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const templates: Readonly<Record<string, (payload: EventPayload) => Content>> = {
  'queue.slot_available': slotAvailable,
  'queue.overloaded': overloaded,
  'person.overloaded': personOverloaded,
  'work_item.blocked': itemBlocked,
  'work_item.unblocked': itemUnblocked,
  'work_item.dependencies_finished': dependenciesFinished,
  'work_item.dropped_as_stale': droppedAsStale,
  'work_item.sla_at_risk': slaAtRisk,
  'work_item.sla_breached': slaBreached,
};

/** A mail about an event, as text and as HTML. `dashboardUrl` is where its link leads. */
export function renderMail(event: { topic: string; payload: unknown }, dashboardUrl: string): Mail {
  const payload = readable(event.payload);
  const template = Object.hasOwn(templates, event.topic) ? templates[event.topic] : undefined;
  const content = oneLine(template ? template(payload) : anyEvent(event.topic, payload));
  const link = boardLink(dashboardUrl, payload.value_stream);
  return { subject: content.subject, text: renderText(content, link), html: renderHtml(content, link) };
}

/** Someone may have changed the payload since fan-out: then the mail shows what is there. */
function readable(payload: unknown): EventPayload {
  try {
    return parsePayload(payload);
  } catch (error) {
    if (error instanceof InvalidPayload) return { payload: JSON.stringify(payload) };
    throw error;
  }
}

/** Names come from whoever writes SQL: a line break in one must not begin a header, or a paragraph of its own. */
function oneLine({ subject, headline, sentence, facts }: Content): Content {
  return {
    subject: clean(subject).slice(0, 200),
    headline: clean(headline),
    sentence: clean(sentence),
    facts: facts.map(([label, value]) => [clean(label), clean(value)]),
  };
}

function clean(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function boardLink(dashboardUrl: string, valueStream: string | undefined): string {
  const url = new URL(dashboardUrl);
  if (valueStream !== undefined) url.searchParams.set('stream', valueStream);
  return url.href;
}
