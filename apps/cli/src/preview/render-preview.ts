import type { Channel } from '@kanban/notifications';
import {
  type BoardEvent,
  messageOf,
  renderMail,
  renderSlack,
  renderTeams,
  renderWebhook,
} from '@kanban/notifications/messages';

export interface Preview {
  readonly text: string;
  /** Of a mail only. */
  readonly html?: string;
}

/** What a channel would be sent about an event. */
export function renderPreview(event: BoardEvent, channel: Channel, dashboardUrl: string): Preview {
  const message = messageOf(`d0-e${event.eventId}-preview`, [event], { dashboardUrl });
  if (channel === 'email') {
    const { subject, text, html } = renderMail(message);
    return { text: `Subject: ${subject}\n\n${text}`.trimEnd(), html };
  }
  const render = { slack: renderSlack, teams: renderTeams, webhook: renderWebhook }[channel];
  return { text: JSON.stringify(render(message), null, 2) };
}
