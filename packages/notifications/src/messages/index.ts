export type { BoardEvent, Content, Facts, Link, Links, Message, Notice } from './content.ts';
export { type Mail, renderMail } from './mail/render-mail.ts';
export { type MessageOptions, messageOf } from './message-of.ts';
export { noticeOf } from './notice-of.ts';
