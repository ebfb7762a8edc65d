import { firstCharacters, formatInstant, type Instant } from '@kanban/domain';
import { aligned, oneLine } from '@kanban/domain/text';
import type { Attempt, DeadLetter } from './dead-letters.ts';

/** One line a letter, under a header. */
export function asTable(letters: readonly DeadLetter[]): string[] {
  if (letters.length === 0) return ['There are no dead letters.'];
  return aligned([
    ['ID', 'DIED AT', 'TOPIC', 'CHANNEL', 'RECIPIENT', 'ATTEMPTS', 'ERROR'],
    ...letters.map(({ id, diedAt, topic, channel, recipient, attempts, lastError, droppedReason }) => [
      String(id),
      minute(diedAt),
      topic,
      channel,
      oneLine(recipient),
      String(attempts),
      firstCharacters(oneLine(droppedReason === null ? lastError : `dropped: ${droppedReason}`), 100),
    ]),
  ]);
}

/** Everything about one dead letter: the event, the recipient, and the server's answer to each attempt. */
export function asStory(letter: DeadLetter, attempts: readonly Attempt[]): string[] {
  const facts = aligned([
    ['Dead letter', String(letter.id)],
    ['Event', `${letter.eventId}, ${letter.topic}, written ${minute(letter.writtenAt)}`],
    ['To', `${oneLine(letter.recipient)} by ${letter.channel}`],
    ['Died', `${minute(letter.diedAt)} after ${letter.attempts} attempts in round ${letter.round}`],
    ['Message-ID', letter.messageId ?? 'none: it was never tried'],
    ['May have arrived', letter.mayBeDuplicate ? 'yes: it was cut after hand-over' : 'no'],
    ...(letter.droppedAt === null
      ? []
      : [['Dropped', `${minute(letter.droppedAt)} by ${letter.droppedBy}: ${letter.droppedReason}`]]),
  ]);
  const history = attempts.map(({ endedAt, attempt, outcome, said }) => [
    minute(endedAt),
    outcome === 'retried' ? '' : String(attempt),
    outcome,
    oneLine(said),
  ]);
  return [
    ...facts,
    '',
    'What was said:',
    ...(history.length > 0
      ? aligned(history).map((line) => `  ${line}`)
      : [`  ${oneLine(letter.lastError)}`]),
    '',
    'Payload:',
    ...JSON.stringify(letter.payload, null, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

/** For scripts: one object on one line. */
export function asJson(letter: DeadLetter, attempts?: readonly Attempt[]): string {
  return JSON.stringify({
    ...letter,
    writtenAt: formatInstant(letter.writtenAt),
    diedAt: formatInstant(letter.diedAt),
    droppedAt: letter.droppedAt === null ? null : formatInstant(letter.droppedAt),
    ...(attempts && { history: attempts.map((each) => ({ ...each, endedAt: formatInstant(each.endedAt) })) }),
  });
}

function minute(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 19)}Z`;
}
