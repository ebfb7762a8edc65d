import { oneLine } from '@kanban/domain/text';
import { type EventPayload, InvalidPayload, parsePayload } from '../topics.ts';
import type { BoardEvent, Content, Notice } from './content.ts';
import { linksOf } from './links-of.ts';
import { anyEvent } from './topics/any-event.ts';
import { budgetBurning, budgetExhausted } from './topics/budget.ts';
import { dependenciesFinished } from './topics/dependencies-finished.ts';
import { droppedAsStale } from './topics/dropped-as-stale.ts';
import { itemAgeing } from './topics/item-ageing.ts';
import { itemBlocked } from './topics/item-blocked.ts';
import { itemUnblocked } from './topics/item-unblocked.ts';
import { overloaded } from './topics/overloaded.ts';
import { personOverloaded } from './topics/person-overloaded.ts';
import { reportWeekly } from './topics/report-weekly.ts';
import { slaAtRisk, slaBreached } from './topics/sla-deadline.ts';
import { slotAvailable } from './topics/slot-available.ts';

export const templates: Readonly<Record<string, (payload: EventPayload) => Content>> = {
  'queue.slot_available': slotAvailable,
  'queue.overloaded': overloaded,
  'person.overloaded': personOverloaded,
  'report.weekly': reportWeekly,
  'sla.budget_burning': budgetBurning,
  'sla.budget_exhausted': budgetExhausted,
  'work_item.blocked': itemBlocked,
  'work_item.unblocked': itemUnblocked,
  'work_item.dependencies_finished': dependenciesFinished,
  'work_item.dropped_as_stale': droppedAsStale,
  'work_item.ageing': itemAgeing,
  'work_item.sla_at_risk': slaAtRisk,
  'work_item.sla_breached': slaBreached,
};

/** The notice about an event, by the template of its topic. Its links lead to `dashboardUrl`. */
export function noticeOf(event: BoardEvent, dashboardUrl: string): Notice {
  const payload = readable(event.payload);
  const template = Object.hasOwn(templates, event.topic) ? templates[event.topic] : undefined;
  const content = template ? template(payload) : anyEvent(event.topic, payload);
  return { event, content: cleaned(content), links: linksOf(payload, dashboardUrl) };
}

/** Somebody may have changed the payload after fan-out; then the message shows it as it is. */
function readable(payload: unknown): EventPayload {
  try {
    return parsePayload(payload);
  } catch (error) {
    if (error instanceof InvalidPayload) return { payload: JSON.stringify(payload) };
    throw error;
  }
}

/** Names come from SQL clients: a line break in a name must not begin a header or a paragraph. */
function cleaned({ subject, headline, sentence, facts }: Content): Content {
  return {
    subject: oneLine(subject, 200),
    headline: oneLine(headline),
    sentence: oneLine(sentence),
    facts: facts.map(([label, value]) => [oneLine(label), oneLine(value)]),
  };
}
