import type { Message } from './content.ts';
import { linksOf } from './links-of.ts';

/** What `kanban endpoints test` sends: it looks like the others, and says what it is. */
export function testMessage(endpoint: string, id: string, occurredAt: string, dashboardUrl: string): Message {
  const headline = 'Kanban Flow reaches this endpoint';
  return {
    id,
    subject: headline,
    notices: [
      {
        event: { eventId: 0, topic: 'test', payload: { endpoint }, occurredAt },
        content: {
          subject: headline,
          headline,
          sentence: 'This is a test; nothing happened on the board.',
          facts: [['Endpoint', endpoint]],
        },
        links: linksOf({}, dashboardUrl),
      },
    ],
    footer: [],
  };
}
