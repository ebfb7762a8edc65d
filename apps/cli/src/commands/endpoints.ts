import { formatInstant } from '@kanban/domain';
import { aligned } from '@kanban/domain/text';
import { type EndpointChannel, endpointChannels } from '@kanban/notifications';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { checkName, checkUrl, secretFor } from '../endpoints/check-endpoint.ts';
import {
  addEndpoint,
  type ListedEndpoint,
  listEndpoints,
  readEndpoint,
  removeEndpoint,
  replaceEndpoint,
} from '../endpoints/endpoints.ts';
import { readSecrets } from '../endpoints/read-secrets.ts';
import { testEndpoint } from '../endpoints/test-endpoint.ts';

interface AddOptions {
  readonly channel: EndpointChannel;
  readonly url?: string;
  readonly secret?: string;
  readonly replace?: true;
}

/** `kanban endpoints`: where chat messages and webhooks are posted to. */
export function addEndpoints(program: Command, context: Context): void {
  const group = program
    .command('endpoints')
    .description('list, add, remove or test the URLs of chats and webhooks')
    .addHelpText(
      'after',
      `
A subscription names an endpoint as its recipient. URLs and secrets are never shown. To keep them out of the shell's history,
pass them in ENDPOINT_URL and ENDPOINT_SECRET, or as the first and second line of standard input.

Examples:
  kanban endpoints add ops --channel slack < url.txt
  ENDPOINT_URL=https://hooks.example.com/kanban kanban endpoints add billing --channel webhook
  kanban endpoints test ops
  kanban endpoints list`,
    );
  group
    .command('list')
    .description('the endpoints, without their paths and secrets')
    .option('--json', 'as JSON, one object per line')
    .action(async (options: { json?: true }) => {
      const endpoints = await context.withDatabase(listEndpoints);
      for (const line of options.json ? endpoints.map(toJson) : asTable(endpoints)) context.print(line);
    });
  group
    .command('add')
    .description('add an endpoint, or change its URL')
    .argument('<name>', 'the name that subscriptions use')
    .addOption(new Option('--channel <channel>', 'its kind').choices(endpointChannels).makeOptionMandatory())
    .option('--url <url>', 'its URL (default: ENDPOINT_URL, else standard input)')
    .option(
      '--secret <secret>',
      'for a webhook: whsec_ and base64 (default: ENDPOINT_SECRET, else a new one, shown once)',
    )
    .option('--replace', 'change the URL of an existing endpoint, and its secret if one is given')
    .action(async (name: string, options: AddOptions) => {
      const { channel, replace } = options;
      checkName(name);
      const { config } = context;
      const { url, secret: given } = await readSecrets({
        url: options.url ?? config.endpointUrl,
        secret: options.secret ?? config.endpointSecret,
        stdin: context.stdin,
        stderr: (line) => context.say(line),
        signal: context.signal,
      });
      checkUrl(url, config.allowPrivateEndpoints);
      const secret = secretFor(channel, given, replace !== true);
      const write = replace ? replaceEndpoint : addEndpoint;
      await context.withDatabase((pool) => write(pool, { name, channel, url, secret }));
      context.say(`${name} was ${replace ? 'changed' : 'added'}. To try it: kanban endpoints test ${name}`);
      if (secret !== null && secret !== given) {
        context.say('The secret for the receiver. It is not shown again:');
        context.print(secret);
      }
    });
  group
    .command('remove')
    .description('remove an endpoint that no subscription names')
    .argument('<name>', 'as list shows it')
    .option('--force', 'also if subscriptions name it')
    .action(async (name: string, options: { force?: true }) => {
      await context.withDatabase((pool) => removeEndpoint(pool, name, options.force === true));
      context.print(`${name} is removed.`);
    });
  group
    .command('test')
    .description('send a test message and show the answer')
    .argument('<name>', 'as list shows it')
    .action(async (name: string) => {
      const endpoint = await context.withDatabase((pool) => readEndpoint(pool, name));
      const answer = await testEndpoint(name, endpoint, context.config, context.signal);
      context.print(`${name} accepted the message: ${answer}`);
    });
}

function asTable(endpoints: readonly ListedEndpoint[]): string[] {
  if (endpoints.length === 0) return ['There are no endpoints.'];
  return aligned([
    ['NAME', 'CHANNEL', 'SERVER', 'SIGNED', 'ACTIVE', 'CHANGED', 'BY'],
    ...endpoints.map((endpoint) => [
      endpoint.name,
      endpoint.channel,
      `${endpoint.origin}/…`,
      endpoint.isSigned ? 'yes' : 'no',
      endpoint.isActive ? 'yes' : 'no',
      `${formatInstant(endpoint.updatedAt).slice(0, 19)}Z`,
      endpoint.updatedBy,
    ]),
  ]);
}

function toJson(endpoint: ListedEndpoint): string {
  return JSON.stringify({ ...endpoint, updatedAt: formatInstant(endpoint.updatedAt) });
}
