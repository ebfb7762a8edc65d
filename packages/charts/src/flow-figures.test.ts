import { expect, test } from 'vitest';
import { flowFigures } from './flow-figures.ts';
import { slaOf } from './sample-answers.ts';

test('who reads how many are late now reads beside it how many will be', () => {
  const answer = slaOf(3);
  const open = { ...answer.open, late: 2, likelyLate: 10, atRisk: 0 };
  expect(flowFigures.openLate({ ...answer, open })).toMatchObject({
    value: '2',
    note: 'open items; 10 more likely late, 0 at risk',
  });
  expect(flowFigures.openLate(null)).toMatchObject({ value: '–', note: '' });
});
