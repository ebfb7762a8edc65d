import { expect, test } from 'vitest';
import { z } from 'zod';
import { processSettings } from './process-settings.ts';
import {
  address,
  BadConfig,
  type Environment,
  flag,
  logLevel,
  readSetting,
  readSettings,
  required,
  webAddress,
  wholeNumberOr,
} from './settings.ts';

const read = <Type extends z.ZodType>(type: Type, text: string | undefined) =>
  readSetting(z.object({ IT: type }), 'IT', { IT: text });

test.each([undefined, ''])('a variable of %j is as good as none', (text) => {
  expect(() => read(required('there'), text)).toThrow('IT is not set; it looks like there');
  expect(read(wholeNumberOr(7, 1, 9), text)).toBe(7);
  expect(read(logLevel, text)).toBe('info');
  expect(read(flag, text)).toBe(false);
  expect(read(processSettings.METRICS_PORT, text)).toBeUndefined();
  expect(read(processSettings.OTEL_EXPORTER_OTLP_ENDPOINT, text)).toBeUndefined();
});

test('both ends of a range are in it', () => {
  expect(read(wholeNumberOr(7, 1, 9), '1')).toBe(1);
  expect(read(wholeNumberOr(7, 1, 9), '9')).toBe(9);
});

test.each(['0', '10', '1.5', 'many', '-1'])('%s is refused as a whole number from 1 to 9', (text) => {
  const reading = () => read(wholeNumberOr(7, 1, 9), text);
  expect(reading).toThrow(BadConfig);
  expect(reading).toThrow(new BadConfig(`IT is ${text} but must be a whole number from 1 to 9`));
});

test('a refused address is not repeated where it may hold a password, and is where it holds none', () => {
  const secret = () => read(address(['redis:'], 'redis://host:6379/0'), 'http://u:s3cret@h');
  expect(secret).toThrow(new BadConfig('IT is not an address of the form redis://host:6379/0'));
  expect(() => read(webAddress('http://there'), 'nowhere')).toThrow(
    new BadConfig('IT is nowhere but must be an address like http://there'),
  );
});

test('every variable that is wrong has a line, in the order of the schema, and others are passed over', () => {
  const schema = z.object({ A: flag, B: wholeNumberOr(7, 1, 9), C: required('there'), D: flag });
  const env: Environment = { A: 'yes', B: '0.5', D: 'true', E: 'else' };
  expect(() => readSettings(schema, env)).toThrow(
    new BadConfig(
      'A is yes but must be true or false\nB is 0.5 but must be a whole number from 1 to 9\nC is not set; it looks like there',
    ),
  );
  expect(readSettings(schema, { ...env, A: '', B: '', C: 'here' })).toEqual({
    A: false,
    B: 7,
    C: 'here',
    D: true,
  });
});
