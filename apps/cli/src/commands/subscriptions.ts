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
  readonly item?: string;
  readonly role?: string;
  readonly member?: string;
  readonly channel: string;
  readonly quiet?: readonly [from: string, until: string];
  readonly timeZone?: string;
  readonly digest?: string;
}

/** `kanban subscriptions`: who gets which messages, and when. */
export function addSubscriptions(program: Command, context: Context): void {
  const topicLines = aligned(Object.entries(topics)).map((line) => `  ${line}`);
  const group = program
    .command('subscriptions')
    .description('list, add, remove, pause or resume subscriptions')
    .addHelpText(
      'after',
      `
Topics (queue.* means all that begin with queue., * means all):
${topicLines.join('\n')}

Roles: logger is the person who logged the item, assignee the assignee that the event names, manager the people in
stream_managers for the stream. Their messages go to the address in members, as do those of a member, who gets none about
what they did themselves.

Examples:
  kanban subscriptions add team@example.com --topic 'queue.*' --stream main --queue test
  kanban subscriptions add --role assignee --topic 'work_item.*' --quiet 20:00-07:30 --time-zone Europe/Berlin
  kanban subscriptions add boss@example.com --digest 'daily 08:00'
  kanban subscriptions add --member ada --item 12345
  kanban subscriptions add ops --channel slack --topic queue.overloaded
  kanban subscriptions pause 3
  kanban subscriptions list`,
    );
  group
    .command('list')
    .description('all subscriptions, and who unsubscribed')
    .option('--json', 'as JSON, one object per line')
    .action(async ({ json }: { json?: true }) => {
      const subscriptions = await context.withDatabase(readSubscriptions);
      for (const line of json ? subscriptions.map(asJson) : asTable(subscriptions)) context.print(line);
    });
  group
    .command('add')
    .description('subscribe an address, an endpoint, the people of a role or a member')
    .argument('[recipient]', 'an e-mail address, or an endpoint of --channel; none with --role or --member')
    .addOption(new Option('--role <role>', 'the people of this role instead of a recipient').choices(roles))
    .option(
      '--member <name>',
      'this member instead of a recipient; gets nothing about what they did themselves',
    )
    .option('--topic <pattern>', 'only this topic, or all that match a pattern like queue.*', '*')
    .option('--own-topic', 'allow a topic that your own SQL writes')
    .option('--stream <name>', 'only what happens in this value stream')
    .option('--queue <name>', 'only what happens to queues of this name')
    .option('--assignee <name>', 'only events that name this assignee')
    .option('--item <reference>', 'only what happens to this item')
    .addOption(
      new Option('--channel <channel>', 'how the messages are sent').choices(channels).default('email'),
    )
    .option(
      '--quiet <hours>',
      'quiet hours in local time, as 20:00-07:30; messages wait until they end',
      quietArgument,
    )
    .option('--time-zone <zone>', 'the time zone of quiet hours and digests (default: that of the stream)')
    .option('--digest <schedule>', "one message with all events: hourly, or 'daily 08:00'", digestArgument)
    .action(async (recipient: string | undefined, options: AddOptions) => {
      const who = [recipient, options.role, options.member].filter((each) => each !== undefined);
      if (who.length !== 1) {
        throw new UsageError('Name either a recipient, or a role with --role, or a member with --member.');
      }
      const subscription = {
        topic: options.topic,
        stream: options.stream ?? null,
        queue: options.queue ?? null,
        assignee: options.assignee ?? null,
        item: options.item ?? null,
        channel: options.channel,
        recipient: recipient ?? null,
        role: options.role ?? null,
        member: options.member ?? null,
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
  byIds('remove', 'delete them; unsubscribe links in old messages still work').action(
    async (ids: number[]) => {
      await context.withDatabase((pool) => removeSubscriptions(pool, ids));
      context.print(`Removed: ${ids.join(', ')}.`);
    },
  );
  byIds('pause', 'send no new messages until they are resumed; waiting messages are sent').action(
    async (ids: number[]) => {
      await context.withDatabase((pool) => pauseSubscriptions(pool, ids));
      context.print(`Paused: ${ids.join(', ')}.`);
    },
  );
  byIds('resume', 'activate them again, also if the recipient unsubscribed')
    .option('--recipient <address>', 'for a role: subscribe this person again, who unsubscribed')
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
