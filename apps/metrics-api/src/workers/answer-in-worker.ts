import { workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { createApp } from '../app.ts';
import { connect } from '../connections.ts';
import { createAnswers } from '../flights/answers.ts';
import { createMeasurements } from '../measurements.ts';
import type { Told } from './create-workers.ts';

const measurements = createMeasurements();
const app = createApp({
  ...connect(workerData.databaseUrl, { connectionLimit: 1, measurements }),
  log: pino({ level: 'silent' }),
  measurements,
  answers: createAnswers(0, measurements),
  tokens: [],
  corsOrigins: [],
  dashboardDir: undefined,
});

/** Answers one request whole, with a connection of its own. The bytes are handed over, not copied. */
export default async function answer(address: string): Promise<unknown> {
  const response = await app.request(address);
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  const told: Told = { status, etag: headers.get('ETag'), timing: headers.get('Server-Timing'), body };
  return move({ [transferableSymbol]: [body.buffer], [valueSymbol]: told });
}
