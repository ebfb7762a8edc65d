import { aligned } from '@kanban/domain/text';
import type { ListedSubscription } from './subscriptions.ts';

export function asTable(subscriptions: readonly ListedSubscription[]): string[] {
  if (subscriptions.length === 0) return ['There are no subscriptions.'];
  return aligned([
    ['ID', 'TOPIC', 'ABOUT', 'CHANNEL', 'WHO', 'WHEN', 'STATE'],
    ...subscriptions.map((each) => [
      String(each.id),
      each.topic,
      aboutOf(each),
      each.channel,
      whoOf(each),
      whenOf(each),
      stateOf(each),
    ]),
  ]);
}

export function asJson(subscription: ListedSubscription): string {
  return JSON.stringify(subscription);
}

function whoOf({ recipient, role, member }: ListedSubscription): string {
  return recipient ?? (member === null ? `role ${role}` : `member ${member}`);
}

function aboutOf({ stream, queue, assignee, item }: ListedSubscription): string {
  const parts = [
    ...(stream === null ? [] : [`stream ${stream}`]),
    ...(queue === null ? [] : [`queue ${queue}`]),
    ...(assignee === null ? [] : [`assignee ${assignee}`]),
    ...(item === null ? [] : [`item ${item}`]),
  ];
  return parts.join(', ') || 'everything';
}

function whenOf({ digest, quietFrom, quietUntil, timeZone }: ListedSubscription): string {
  const parts = [
    ...(digest === null ? [] : [digest]),
    ...(quietFrom === null ? [] : [`not ${quietFrom}-${quietUntil}`]),
  ];
  return parts.length === 0 ? 'at once' : `${parts.join(', ')} ${timeZone ?? 'UTC'}`;
}

function stateOf({ isActive, role, left }: ListedSubscription): string {
  if (!isActive) return 'paused';
  if (left.length === 0) return 'active';
  return role === null ? 'unsubscribed' : `active, ${left.length} left`;
}
