import { z } from 'zod';

/** The environment variables of a process. An empty one counts as missing. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used; the message is for the person who set it. */
export class BadConfig extends Error {}

type Settings = z.ZodObject<z.core.$ZodShape>;

/**
 * Reads the variables that `schema` names from `env` and checks them. Throws BadConfig with one line per wrong
 * variable. If a message of the schema begins with `must`, the line contains name and value; else only the name, so a
 * secret stays secret.
 */
export function readSettings<Schema extends Settings>(schema: Schema, env: Environment): z.output<Schema> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name]]));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const first = new Map(
    result.error.issues.toReversed().map(({ path, message }) => [String(path[0]), message]),
  );
  const lines = [...first].toReversed().map(([name, message]) => {
    if (message.startsWith('must ')) return `${name} is ${env[name]} but ${message}`;
    return message.startsWith(':') ? `${name}${message}` : `${name} ${message}`;
  });
  throw new BadConfig(lines.join('\n'));
}

/** Reads one variable of a schema. Throws BadConfig. */
export function readSetting<Shape extends z.core.$ZodShape, Name extends keyof Shape & string>(
  schema: z.ZodObject<Shape>,
  name: Name,
  env: Environment,
): z.output<Shape[Name]> {
  const one = { [name]: schema.shape[name] as z.core.$ZodType };
  return readSettings(z.object(one), env)[name] as z.output<Shape[Name]>;
}

/** A variable for which an empty text counts as missing. */
export function variable<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((text) => (text === '' ? undefined : text), schema);
}

/** A required text; the error shows `example` and never the value. */
export function required(example: string) {
  return variable(z.string(`is not set; it looks like ${example}`));
}

/** An address whose scheme is one of `protocols` (as URL has them: `smtp:`). The refusal shows `example` and never the value. */
export function address(protocols: readonly string[], example: string) {
  const isOne = (text: string) => URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return z
    .string(`is not set; it looks like ${example}`)
    .refine(isOne, `is not an address of the form ${example}`);
}

/** An http(s) address that may be shown. */
export function webAddress(example: string) {
  return z.string().refine(isWebAddress, `must be an address like ${example}`);
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A whole number from `least` to `most`, inclusive. */
export function wholeNumber(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(rule).int(rule).min(least, rule).max(most, rule);
}

/** The same; a missing number means `otherwise`. */
export function wholeNumberOr(otherwise: number, least: number, most: number) {
  return variable(wholeNumber(least, most).default(otherwise));
}

/** `true` or `false`; default false. */
export const flag = variable(
  z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
);

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A log level, as pino knows it; `info` without one. */
export const logLevel = variable(
  z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
);

/** How people sign in at the board API, which the metrics API minds too. */
export const signInKind = variable(
  z.enum(['local', 'header', 'oidc'], 'must be local, header or oidc').optional(),
);
