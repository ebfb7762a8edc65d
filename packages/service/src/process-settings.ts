import { address, logLevel, variable, wholeNumber } from './settings.ts';

/** The settings of every long-running process that is monitored, to spread into its schema. */
export const processSettings = {
  LOG_LEVEL: logLevel,
  /** For `serveMonitoring`; undefined: no metrics are served. */
  METRICS_PORT: variable(wholeNumber(1, 65_535).optional()),
  /** A collector's address, for `startTracing`; undefined: nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(address(['http:', 'https:'], 'http://127.0.0.1:4318').optional()),
};
