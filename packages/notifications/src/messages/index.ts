export type { BoardEvent, Content, Facts, Link, Links, Message, Notice } from './content.ts';
export { type Digest, digestOf } from './digest-of.ts';
export { examples } from './examples.ts';
export { type Mail, renderMail } from './mail/render-mail.ts';
export { type MessageOptions, messageOf } from './message-of.ts';
export { renderSlack, type SlackMessage } from './slack/render-slack.ts';
export { renderTeams } from './teams/render-teams.ts';
export { testMessage } from './test-message.ts';
export { renderWebhook, type WebhookDigest, type WebhookEvent } from './webhook/render-webhook.ts';
