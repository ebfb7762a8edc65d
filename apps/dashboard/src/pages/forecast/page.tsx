import { FAN, forecastBacktest, forecastCalendar, forecastFan } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import type { Ask } from '../../view/ask.ts';
import { ask } from '../../view/ask.ts';
import { AskedSentence } from './asked-sentence.tsx';
import { asLongBefore, countsOf } from './defaults.ts';
import { PastWords } from './past-words.tsx';

/** How many by a day: two weeks ahead, or the day chosen. */
const howMany: Ask<'forecastHowMany'> = {
  ...ask('forecastHowMany', FAN),
  choices: (request) => ({ ...request, items: undefined }),
};
/** When so many: 20 items, or the number chosen. */
const when: Ask<'forecastWhen'> = {
  ...ask('forecastWhen', { include: 'calibration' }),
  choices: (request) => ({
    ...request,
    date: undefined,
    items: countsOf(request.items, request.streams).join(','),
  }),
};
const backtest = ask('forecastBacktest');

export const forecast: PageDefinition = {
  uses: ['stream', 'asOf', 'fields', 'timeZone'],
  asks: () => [howMany, when, backtest, asLongBefore],
  Page: () => (
    <>
      <AskedSentence howMany={howMany} when={when} />
      <div class="grid">
        <ChartCard chart={forecastCalendar} asks={when} tools={<PastWords asks={when} />} />
        <ChartCard chart={forecastFan} asks={howMany} tools={<PastWords asks={howMany} />} />
        <ChartCard chart={forecastBacktest} asks={backtest} />
      </div>
    </>
  ),
};
