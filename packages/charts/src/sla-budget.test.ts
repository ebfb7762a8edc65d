import { parse, type Scene, View } from 'vega';
import { compile } from 'vega-lite';
import { expect, test } from 'vitest';
import { TONES } from './colours.ts';
import { fileLook } from './look.ts';
import { slaBudgetOf } from './sample-answers.ts';
import { slaBudget } from './sla-budget.ts';

interface Mark {
  x: number;
  y: number;
  fill?: string;
}

/** The marks of a layer as they are drawn. */
async function marksOf(answer: ReturnType<typeof slaBudgetOf>, layer: string): Promise<Mark[]> {
  const view = await new View(parse(compile(slaBudget.spec(answer, fileLook(900, 400))).spec), {
    renderer: 'none',
  }).runAsync();
  const found: Mark[] = [];
  const walk = (scene: Scene & { name?: string }) => {
    if (scene.name === `${layer}_marks`) found.push(...(scene.items as unknown as Mark[]));
    for (const item of scene.items ?? []) if ('items' in item) (item.items as Scene[]).forEach(walk);
  };
  walk((view.scenegraph() as unknown as { root: Scene }).root);
  view.finalize();
  return found;
}

test('what is left falls to the rule at 0, and what is overspent lies below it in its own colour', async () => {
  const answer = slaBudgetOf(20);
  const [rule] = await marksOf(answer, 'nothingLeft');
  const ends = await marksOf(answer, 'ends');
  // The first interval has no budget; the eleventh has none of it left.
  expect(ends).toHaveLength(19);
  expect(ends.every(({ x }, n) => n === 0 || x > (ends[n - 1] as Mark).x)).toBe(true);
  expect((ends[9] as Mark).y).toBeCloseTo(rule?.y ?? NaN, 6);
  const look = fileLook(900, 400);
  ends.forEach(({ y, fill }, n) => {
    expect(y < (rule?.y ?? NaN)).toBe(n < 9);
    expect(fill).toBe(look.tone(n > 9 ? TONES.bad : TONES.main));
  });
});

test('the first words say how many more promises may be broken', () => {
  const answer = slaBudgetOf(20);
  expect(slaBudget.summary(answer)).toBe(
    '3 of 40 promises were broken in the last 30 days; 5 % of promises may be broken; the budget is overspent by 50 %.',
  );
  const left = { ...answer, misses: 1, leftShare: 0.5, missesLeft: 1, probabilityExhausted: 0.25 };
  expect(slaBudget.summary(left)).toBe(
    '1 of 40 promises was broken in the last 30 days; 5 % of promises may be broken; 50 % of the budget is left: 1 more may be broken. ' +
      'Open items use it up with a probability of 25 %.',
  );
  expect(slaBudget.summary({ ...left, missesLeft: 0 })).toContain('none more may be broken');
  expect(slaBudget.summary({ ...answer, objective: null })).toBe('This stream has no objective.');
  expect(slaBudget.summary({ ...answer, leftShare: null, missesLeft: null })).toBe(
    'No promise was decided in the last 30 days.',
  );
});

test('what lies below the scale is said: nothing, one, three', () => {
  const answer = slaBudgetOf(20);
  const below = (count: number) =>
    slaBudget.subtitle({
      ...answer,
      series: answer.series.map((point, n) => ({ ...point, leftShare: n < count ? -2.5 : -2 })),
    });
  expect(below(0)).toMatch(/below 0: overspent$/);
  expect(below(1)).toMatch(/; 1 day lies lower than the scale, overspent by more than 200 %$/);
  expect(below(3)).toMatch(/; 3 days lie lower than the scale, overspent by more than 200 %$/);
});
