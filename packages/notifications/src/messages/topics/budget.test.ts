import { expect, it } from 'vitest';
import { budgetBurning, budgetExhausted } from './budget.ts';

const burning = {
  value_stream: 'shop',
  class_of_service: 'expedite',
  alert: 'slow',
  burn_rate: 5,
  left_share: 0.25,
  misses: 3,
  decided: 12,
  objective: 0.95,
};

it('says whose budget burns, how fast, and what is left of it', () => {
  const { subject, sentence, facts } = budgetBurning(burning);
  expect(subject).toBe('The error budget of shop: expedite burns 5 times as fast as it may');
  expect(sentence).toBe(
    '3 of 12 promises were broken in the last 10 days. The objective of 95 % allows fewer. 25 % of the budget is left.',
  );
  expect(facts).toEqual([
    ['Value stream', 'shop'],
    ['Class of service', 'expedite'],
    ['Objective', '95 %'],
    ['Budget left', '25 %'],
  ]);
});

it('says that a budget is used up', () => {
  const { subject, sentence } = budgetExhausted({
    value_stream: 'shop',
    misses: 5,
    decided: 40,
    objective: 0.95,
    left_share: -1.5,
  });
  expect(subject).toBe('The error budget of shop is used up');
  expect(sentence).toBe(
    '5 of 40 promises were broken in the window of the objective. The objective of 95 % allows fewer. Nothing of the budget is left.',
  );
});

it('says what it can of a payload that no trigger writes', () => {
  expect(budgetBurning({ burn_rate: 'x', objective: null } as never).sentence).toBe(
    'Promises were broken lately. An objective allows fewer.',
  );
});
