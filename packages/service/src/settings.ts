/** The variables a process was started with. An empty one is as good as none. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used: the message is a sentence for the person who set it. */
export class BadConfig extends Error {}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The value of `name`. Throws BadConfig, which shows `example`, when there is none. */
export function required(env: Environment, name: string, example: string): string {
  const value = env[name];
  if (!value) throw new BadConfig(`${name} is not set; it looks like ${example}`);
  return value;
}

/**
 * The address in `name`, whose scheme is one of `protocols` (as URL has them: `redis:`). Throws BadConfig, which shows
 * `example` and never the value: there may be a password in it.
 */
export function address(
  env: Environment,
  name: string,
  protocols: readonly string[],
  example: string,
): string {
  const text = required(env, name, example);
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new BadConfig(`${name} is not an address of the form ${example}`);
  }
  return text;
}

/** The whole number in `name`, from `least` to `most`, both included; without one `otherwise`. Throws BadConfig. */
export function wholeNumber(
  env: Environment,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const text = env[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new BadConfig(`${name} is ${text} but must be a whole number from ${least} to ${most}`);
}

/** LOG_LEVEL, as pino knows it; `info` without one. Throws BadConfig. */
export function logLevel(env: Environment): string {
  const value = env.LOG_LEVEL || 'info';
  if (LOG_LEVELS.includes(value)) return value;
  throw new BadConfig(`LOG_LEVEL is ${value} but must be one of ${LOG_LEVELS.join(', ')}`);
}

/** OTEL_EXPORTER_OTLP_ENDPOINT, a collector's address, for `startTracing`; undefined without one. Throws BadConfig. */
export function tracingEndpoint(env: Environment): string | undefined {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT) return undefined;
  return address(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'], 'http://127.0.0.1:4318');
}

/** METRICS_PORT, for `serveMonitoring`; undefined without one. Throws BadConfig. */
export function metricsPort(env: Environment): number | undefined {
  return env.METRICS_PORT ? wholeNumber(env, 'METRICS_PORT', 0, 1, 65_535) : undefined;
}
