import { aligned } from '@kanban/domain/text';
import { channels, topics } from '@kanban/notifications';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { checkSubscription } from '../subscriptions/check-subscription.ts';
import { asJson, asTable } from '../subscriptions/describe.ts';
import {
  insertSubscription,
  pauseSubscriptions,
  readSubscriptions,
  removeSubscriptions,
  resumeSubscriptions,
} from '../subscriptions/subscriptions.ts';

const roles = ['logger', 'assignee', 'manager'];

interface AddOptions {
  readonly topic: string;
  readonly ownTopic?: true;
  readonly stream?: string;
  readonly queue?: string;
  readonly assignee?: string;
  readonly role?: string;
  readonly channel: string;
  readonly quiet?: readonly [from: string, until: string];
  readonly timeZone?: string;
  readonly digest?: string;
}

/** `kanban subscriptions`: who hears of what, and when. */
export function addSubscriptions(program: Command, context: Context): void {
  const topicLines = aligned(Object.entries(topics)).map((line) => `  ${line}`);
  const group = program
    .command('subscriptions')
    .description('list, add, remove, pause or resume who hears of what')
    .addHelpText(
      'after',
      `
Topics (queue.* means all that begin with queue., * means all):
${topicLines.join('\n')}

Roles: logger is whoever logged the item that an event names, assignee the assignee it names, manager whom the table
stream_managers names for its stream. Each is told at the address in members.

Examples:
  kanban subscriptions add team@example.com --topic 'queue.*' --stream main --queue test
  kanban subscriptions add --role assignee --topic 'work_item.*' --quiet 20:00-07:30 --time-zone Europe/Berlin
  kanban subscriptions add boss@example.com --digest 'daily 08:00'
  kanban subscriptions add ops --channel slack --topic queue.overloaded
  kanban subscriptions pause 3
  kanban subscriptions list`,
    );
  group
    .command('list')
    .description('all of them, and who unsubscribed')
    .option('--json', 'as JSON, one object a line')
    .action(async ({ json }: { json?: true }) => {
      const subscriptions = await context.withDatabase(readSubscriptions);
      for (const line of json ? subscriptions.map(asJson) : asTable(subscriptions)) context.print(line);
    });
  group
    .command('add')
    .description('tell an address, an endpoint or the people of a role')
    .argument('[recipient]', 'an e-mail address, or an endpoint of --channel; none with --role')
    .addOption(new Option('--role <role>', 'tell the people of this role').choices(roles))
    .option('--topic <pattern>', 'only this topic, or those that begin like queue.*', '*')
    .option('--own-topic', 'the topic is one that your own SQL writes')
    .option('--stream <name>', 'only what happens in this value stream')
    .option('--queue <name>', 'only what happens to queues of this name')
    .option('--assignee <name>', 'only events that name this assignee')
    .addOption(new Option('--channel <channel>', 'how they are told').choices(channels).default('email'))
    .option(
      '--quiet <hours>',
      'quiet hours by the local clock, as 20:00-07:30: told when they end',
      quietArgument,
    )
    .option('--time-zone <zone>', 'whose clock: an IANA name (default: that of the stream)')
    .option('--digest <schedule>', "one message with all events: hourly, or 'daily 08:00'", digestArgument)
    .action(async (recipient: string | undefined, options: AddOptions) => {
      if ((recipient === undefined) === (options.role === undefined)) {
        throw new UsageError('Name a recipient, or a role with --role, one of them.');
      }
      const subscription = {
        topic: options.topic,
        stream: options.stream ?? null,
        queue: options.queue ?? null,
        assignee: options.assignee ?? null,
        channel: options.channel,
        recipient: recipient ?? null,
        role: options.role ?? null,
        timeZone: options.timeZone ?? null,
        quietFrom: options.quiet?.[0] ?? null,
        quietUntil: options.quiet?.[1] ?? null,
        digest: options.digest ?? null,
      };
      const id = await context.withDatabase(async (pool) => {
        await checkSubscription(pool, subscription, { isTopicOwn: options.ownTopic === true });
        return insertSubscription(pool, subscription);
      });
      context.print(`Subscription ${id} is active.`);
    });

  const byIds = (name: string, description: string) =>
    group.command(name).description(description).argument('<ids...>', 'as list shows them', idsArgument);
  byIds('remove', 'end them for good; links to unsubscribe in old messages still answer').action(
    async (ids: number[]) => {
      await context.withDatabase((pool) => removeSubscriptions(pool, ids));
      context.print(`Removed: ${ids.join(', ')}.`);
    },
  );
  byIds('pause', 'tell nobody until they are resumed; what waits already goes out').action(
    async (ids: number[]) => {
      await context.withDatabase((pool) => pauseSubscriptions(pool, ids));
      context.print(`Paused: ${ids.join(', ')}.`);
    },
  );
  byIds('resume', 'take them up again, also where the recipient unsubscribed')
    .option('--recipient <address>', 'of a role: take up again this person, who unsubscribed')
    .action(async (ids: number[], { recipient }: { recipient?: string }) => {
      await context.withDatabase((pool) => resumeSubscriptions(pool, ids, recipient));
      context.print(`Resumed: ${ids.join(', ')}.`);
    });
}

function quietArgument(text: string): readonly [string, string] {
  const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
  const [, from, until] = new RegExp(`^(${time})-(${time})$`).exec(text) ?? [];
  if (from === undefined || until === undefined || from === until) {
    throw new InvalidArgumentError('It must be two different times of day, such as 20:00-07:30.');
  }
  return [from, until];
}

function digestArgument(text: string): string {
  if (/^(hourly|daily ([01]\d|2[0-3]):[0-5]\d)$/.test(text)) return text;
  throw new InvalidArgumentError("It must be hourly, or daily with a time of day, such as 'daily 08:00'.");
}

function idsArgument(text: string, before: number[] | undefined): number[] {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) {
    throw new InvalidArgumentError('It must be the number of a subscription.');
  }
  return [...(before ?? []), id];
}
