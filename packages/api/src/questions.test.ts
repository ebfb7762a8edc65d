import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { askQuestion, tableAddress } from './ask-question.ts';
import { createClient } from './client/client.ts';
import * as contracts from './contracts.ts';
import { parametersOf } from './parameters.ts';
import { type Choices, type Question, type QuestionName, questions, type TableTitle } from './questions.ts';

const interval = fc.constantFrom('hour', 'day', 'week', 'month');
const text = fc.string({ minLength: 1, maxLength: 20 });
const choices: fc.Arbitrary<Choices> = fc.record(
  {
    stream: text,
    from: text,
    to: text,
    timeZone: text,
    pointInterval: interval,
    barInterval: interval,
    measure: fc.constantFrom('lead', 'cycle'),
    policy: fc.constantFrom('occupancy', 'highWater'),
    at: text,
    asOf: text,
    compareWith: fc.constantFrom('previous', '2026-01-01..2026-01-31'),
    dayBefore: fc.constant('2026-01-31'),
  },
  { requiredKeys: ['stream', 'pointInterval', 'barInterval', 'measure', 'policy'] },
);
const client = createClient({ url: 'http://api.example' });
const asked = Object.entries(questions) as [QuestionName, Question][];

/** The contract that answers at an address. */
function contractAt({ pathname }: URL) {
  const found = Object.values(contracts).find(
    (contract) => typeof contract === 'object' && contract.path === pathname,
  );
  if (typeof found !== 'object' || !('request' in found)) throw new Error(`no contract for ${pathname}`);
  return found;
}

describe.each(asked)('%s', (name, { path, tables, onlyInJson }) => {
  test('asks for its tables what the contract takes, as it was chosen', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom('comma', 'semicolon'), (chosen, separator) => {
        for (const title of Object.keys(tables) as TableTitle[]) {
          const url = new URL(tableAddress(client, title, chosen, { separator }));
          const parameters = Object.fromEntries(url.searchParams);
          const { success, data } = contractAt(url).request.query.safeParse(parameters);
          expect([success, url.pathname]).toEqual([true, path]);
          expect(data).toMatchObject({ stream: chosen.stream, format: 'csv', separator });
          expect(Object.keys(parameters).filter((name) => onlyInJson.includes(name))).toEqual([]);
        }
      }),
    );
  });

  test('passes on each filter that its path takes', () => {
    const filters = { type: 'bug', classOfService: 'expedite', assignee: 'ada' };
    const taken = Object.entries(filters).filter(([filter]) =>
      parametersOf(path).some(({ name }) => name === filter),
    );
    const chosen: Choices = {
      stream: 'main',
      pointInterval: 'day',
      barInterval: 'week',
      measure: 'cycle',
      policy: 'occupancy',
      ...filters,
    };
    expect(questions[name].query(chosen)).toMatchObject(Object.fromEntries(taken));
  });

  test('leaves out of tables only parameters that there are', () => {
    const names = parametersOf(path).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...onlyInJson, 'stream', 'format']));
  });
});

test('every path that answers about a stream is in the list, and once', () => {
  const ofStreams = Object.values(contracts).flatMap((contract) =>
    typeof contract === 'object' &&
    'request' in contract &&
    'stream' in contract.request.query.shape &&
    'application/json' in contract.responses[200].content
      ? [contract.path]
      : [],
  );
  expect(asked.map(([, { path }]) => path).sort()).toEqual(ofStreams.sort());
});

test('no two tables of a report have one title', () => {
  const titles = asked.flatMap(([, { tables }]) => Object.keys(tables));
  expect(titles).toEqual([...new Set(titles)]);
});

test('parameters and answers are typed by the contract of their path', () => {
  const median = async () => {
    const { percentiles } = await client.ask('/v1/lead-time', { stream: 'main', dayCount: 'inclusive' });
    return percentiles[0]?.leadTimeMs;
  };
  expectTypeOf(median).returns.resolves.toEqualTypeOf<number | null | undefined>();
  expectTypeOf(client.ask<'/v1/work-items/{reference}'>)
    .parameter(1)
    .toExtend<{ reference: string; format?: 'json' | 'csv' | undefined }>();
  expectTypeOf(askQuestion<'sla'>).returns.resolves.toHaveProperty('worst');
});

test('a parameter is described once, with its values and what it is when left out', () => {
  expect(parametersOf('/v1/cumulative-flow').find(({ name }) => name === 'policy')).toEqual({
    name: 'policy',
    description: expect.stringContaining('where items are'),
    values: ['occupancy', 'highWater'],
    fallback: 'occupancy',
    isRepeated: false,
  });
});
