import { expect, test } from 'vitest';
import { address, BadConfig, logLevel, metricsPort, required, wholeNumber } from './settings.ts';

test('an empty variable is as good as none', () => {
  expect(() => required({ PLACE: '' }, 'PLACE', 'there')).toThrow('PLACE is not set; it looks like there');
  expect(wholeNumber({ SIZE: '' }, 'SIZE', 7, 1, 9)).toBe(7);
  expect(logLevel({ LOG_LEVEL: '' })).toBe('info');
  expect(metricsPort({ METRICS_PORT: '' })).toBeUndefined();
});

test('both ends of a range are in it', () => {
  expect(wholeNumber({ SIZE: '1' }, 'SIZE', 7, 1, 9)).toBe(1);
  expect(wholeNumber({ SIZE: '9' }, 'SIZE', 7, 1, 9)).toBe(9);
});

test.each(['0', '10', '1.5', 'many', '-1'])('%s is refused as a whole number from 1 to 9', (text) => {
  const read = () => wholeNumber({ SIZE: text }, 'SIZE', 7, 1, 9);
  expect(read).toThrow(BadConfig);
  expect(read).toThrow(`SIZE is ${text} but must be a whole number from 1 to 9`);
});

test('a refused address is not repeated: there may be a password in it', () => {
  const read = () => address({ PLACE: 'http://u:s3cret@h' }, 'PLACE', ['redis:'], 'redis://host:6379/0');
  expect(read).toThrow('PLACE is not an address of the form redis://host:6379/0');
  expect(read).not.toThrow(/s3cret/);
});
