import { aligned } from '@kanban/domain/text';
import { type Channel, channels, topics } from '@kanban/notifications';
import { type BoardEvent, examples } from '@kanban/notifications/messages';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.ts';
import { writeWholeFile } from '../export/write-file.ts';
import { UsageError } from '../failure.ts';
import { readEvent } from '../preview/read-event.ts';
import { renderPreview } from '../preview/render-preview.ts';

interface PreviewOptions {
  readonly channel: Channel;
  readonly html?: string;
  readonly event?: number;
}

/** `kanban preview`: what a mail or message about a topic looks like, without sending it. */
export function addPreview(program: Command, context: Context): void {
  const known = aligned(Object.entries(topics)).map((line) => `  ${line}`);
  program
    .command('preview')
    .description('show the message about a topic, for an example or for an event of the outbox')
    .argument('[topic]', 'one of the topics below; not needed with --event')
    .addOption(
      new Option('--channel <channel>', 'the channel of the message').choices(channels).default('email'),
    )
    .option('--html <file>', 'write the HTML of the mail to a file, for a browser')
    .option('--event <id>', 'an event of the outbox instead of an example', eventArgument)
    .addHelpText(
      'after',
      `
Topics:
${known.join('\n')}

Links lead to DASHBOARD_URL, else API_URL.

Examples:
  kanban preview queue.slot_available
  kanban preview work_item.blocked --html mail.html
  kanban preview work_item.sla_breached --channel slack
  kanban preview --event 17 --channel webhook`,
    )
    .action(async (topic: string | undefined, options: PreviewOptions) => {
      const { channel, html: file } = options;
      if (file !== undefined && channel !== 'email') throw new UsageError('Only a mail has HTML.');
      const event = await eventOf(context, topic, options.event);
      const { text, html = '' } = renderPreview(event, channel, context.config.dashboardUrl);
      context.print(text);
      if (file === undefined) return;
      await writeWholeFile(file, toBytes(html), () => {});
      context.say(`The HTML is in ${file}.`);
    });
}

async function eventOf(
  context: Context,
  topic: string | undefined,
  id: number | undefined,
): Promise<BoardEvent> {
  if (id !== undefined) {
    const event = await context.withDatabase((pool) => readEvent(pool, id));
    if (topic === undefined || topic === event.topic) return event;
    throw new UsageError(`Event ${id} is of topic ${event.topic}.`);
  }
  if (topic === undefined) throw new UsageError('Name a topic, or an event with --event.');
  if (!Object.hasOwn(examples, topic)) {
    throw new UsageError(
      `There is no topic ${topic}. Topics: ${Object.keys(topics).join(', ')}. For your own topic name an event with --event.`,
    );
  }
  const payload = examples[topic as keyof typeof examples];
  return { eventId: 1, topic, payload, occurredAt: `${new Date().toISOString().slice(0, -1)}000Z` };
}

async function* toBytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function eventArgument(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new InvalidArgumentError('It must be the number of an event.');
  return id;
}
