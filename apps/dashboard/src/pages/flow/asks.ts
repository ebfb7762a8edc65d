import type { Choices } from '@kanban/api';
import { isCalendarDate } from '@kanban/charts';
import type { Ask } from '../../view/ask.ts';
import { ask } from '../../view/ask.ts';
import type { View } from '../../view/view.ts';

export const flowing = ask('flow');
export const finished = ask('throughput');
export const cumulative = ask('cumulativeFlow');

/** Of limits nothing is asked for days that are none: what else is asked about them is refused, once for the page. */
const isOfDays = ({ from = '', to = '' }: Choices) => isCalendarDate(from) && isCalendarDate(to);

export const limitsNow: Ask<'queues'> = {
  ...ask('queues'),
  choices: (request) => (isOfDays(request) ? { ...request, at: undefined } : null),
};
/** Until now, whichever day is looked at, as limits are found by undoing what was set. */
export const limitsSet: Ask<'changedSettings'> = {
  ...ask('changedSettings', { limit: '10000' }),
  choices(request) {
    const to = request.asOf === undefined ? request.today : request.day;
    return request.from > to || !isOfDays(request) ? null : { ...request, at: undefined, to };
  },
};

const whole: Ask<'cumulativeFlow'> = {
  ...ask('cumulativeFlow'),
  key: 'cumulativeFlow of all items',
  choices: (request) => ({
    ...request,
    ...{ type: undefined, classOfService: undefined, assignee: undefined, splitBy: undefined },
    policy: 'occupancy',
  }),
};

/** What is in the queues, whatever is filtered: a limit counts its whole queue. */
export function inQueues({ type, classOfService, assignee, splitBy, policy }: View): Ask<'cumulativeFlow'> {
  const isNarrowed = type !== null || classOfService !== null || assignee !== null || splitBy !== 'none';
  return isNarrowed || policy !== 'occupancy' ? whole : cumulative;
}
