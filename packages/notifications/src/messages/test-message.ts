import type { Message } from './content.ts';
import { linksOf } from './links-of.ts';

/** The message of `kanban endpoints test`: it looks like the others and says that it is a test. */
export function testMessage(endpoint: string, id: string, occurredAt: string, dashboardUrl: string): Message {
  const headline = 'Kanban Flow can reach this endpoint';
  return {
    id,
    subject: headline,
    notices: [
      {
        event: { eventId: 0, topic: 'test', payload: { endpoint }, occurredAt },
        content: {
          subject: headline,
          headline,
          sentence: 'This is a test. Nothing happened on the board.',
          facts: [['Endpoint', endpoint]],
        },
        links: linksOf({}, dashboardUrl),
      },
    ],
    footer: [],
  };
}
