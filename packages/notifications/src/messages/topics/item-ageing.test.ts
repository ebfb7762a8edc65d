import { expect, it } from 'vitest';
import { itemAgeing } from './item-ageing.ts';

it('says how old the item is and how old others were', () => {
  const { subject, sentence, facts } = itemAgeing({
    reference: '12345',
    queue_name: 'test',
    age_ms: 1_080_000_000,
    pace_ms: 777_600_000,
    percentile: 85,
    sample_size: 64,
    is_blocked: true,
  });
  expect(subject).toBe('12345 is 12.5 days old in test');
  expect(sentence).toBe(
    '12345 is 12.5 days old and still in test. 85 % of the finished items had passed this stage at an age of 9 days or less. It is blocked.',
  );
  expect(facts).toContainEqual(['Finished items compared', '64']);
});

it('says what it can of a payload that no trigger writes', () => {
  expect(itemAgeing({}).sentence).toBe(
    'An item is older than usual and still in progress. Most of the finished items had passed this stage.',
  );
});
