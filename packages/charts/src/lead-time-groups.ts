import type { LeadTimeAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { framed, namedRows } from './frame.ts';
import { percentileOf } from './key-figures.ts';
import { measureName } from './lead-time-words.ts';
import { mostWords, withMost } from './most-queues.ts';
import { safeKey } from './safe-key.ts';
import { groupName, leadTimeGroupsWords } from './words/lead-time-groups.ts';

type Group = LeadTimeAnswer['groups'][number];

/** Fewer items have no percentiles that say anything. */
const FEWEST = 5;
/** Of the words behind a bar, in pixels. */
const LABEL_WIDTH = 150;
const NAMES_WIDTH = 170;

/** A row for each value of the field that was split by: half of its items within the mark, 85 of 100 within the bar. */
export const leadTimeGroups: Chart<LeadTimeAnswer> = {
  id: 'lead-time-groups',
  asks: 'leadTime',
  csv: { table: 'Lead times', words: 'the lead times by group' },
  height: 300,
  question: 'Which of them take longest?',
  emptyText: 'No item was finished in this range.',
  subtitle: (answer) =>
    `${measureName(answer)}; bar: 85 of 100 items, with the median${mostWords(answer.groups.length, 'largest')}`,
  isEmpty: ({ groups }) => groups.every(({ sampleSize }) => sampleSize === 0),

  summary: leadTimeGroupsWords,

  spec(answer, look) {
    const shown = withMost(answer.groups, ({ sampleSize }) => sampleSize).filter(
      ({ sampleSize }) => sampleSize > 0,
    );
    const longest = largest(
      shown.map((group) => percentileOf(group, 85) ?? 0),
      1,
    );
    const unit = unitFor(longest);
    const plotWidth = Math.max(2 * LABEL_WIDTH, look.width - NAMES_WIDTH);
    const end = longest / unit.ms / (1 - (LABEL_WIDTH * look.text) / plotWidth);
    const values = shown.map((group) => {
      const isFew = group.sampleSize < FEWEST;
      const [half, most] = [50, 85].map((percentile) => percentileOf(group, percentile) ?? 0) as [
        number,
        number,
      ];
      return {
        group: safeKey(groupName(group.group)),
        half: isFew ? null : half / unit.ms,
        most: isFew ? 0 : most / unit.ms,
        label: isFew
          ? `${countOf(group.sampleSize, 'item')}: few`
          : `${formatDuration(most, unit)}, ${countOf(group.sampleSize, 'item')}`,
        tip: tipOf(group),
        ...leadsTo(group, answer),
      };
    });
    const y = namedRows('group');
    const x = {
      type: 'quantitative',
      scale: { domain: [0, end], nice: false },
      axis: { title: `${measureName(answer)} (${unit.name}s)`, tickCount: 6, grid: true, labelBound: true },
    } as const;
    const tooltip = { field: 'tip', type: 'nominal' };
    return framed(look, {
      data: { name: 'groups', values },
      layer: [
        {
          name: 'bars',
          mark: { type: 'bar', color: look.tone(TONES.mainPale), cursor: 'pointer', size: 18 },
          encoding: { y, x: { field: 'most', ...x }, x2: { datum: 0 }, tooltip },
        },
        {
          name: 'medians',
          transform: [{ filter: 'isValid(datum.half)' }],
          mark: { type: 'tick', color: look.tone(TONES.line), thickness: 2.5, bandSize: 24 },
          encoding: { y, x: { field: 'half', ...x }, tooltip },
        },
        {
          name: 'labels',
          mark: { type: 'text', align: 'left', dx: 6, color: look.tone(TONES.ink) },
          encoding: { y, x: { field: 'most', ...x }, text: { field: 'label' } },
        },
      ],
    });
  },

  table: (answer) => ({
    columns: [
      { title: 'Group' },
      ...['Items', 'Median', '85 of 100 at most', 'The longest'].map((title) => ({ title, isNumber: true })),
    ],
    rows: answer.groups.map((group) => [
      groupName(group.group),
      formatCount(group.sampleSize),
      ...[percentileOf(group, 50), percentileOf(group, 85), group.maxMs].map((time) =>
        time === null ? '–' : formatDuration(time),
      ),
    ]),
    behind: answer.groups.map((group) => leadsTo(group, answer).behind ?? null),
  }),
};

/** Of items without a value the API is asked by nobody's name only. */
function leadsTo({ group, sampleSize }: Group, { parameters }: LeadTimeAnswer): { behind?: string } {
  const field = parameters.splitBy;
  if (!field || sampleSize === 0 || (group === null && field !== 'assignee')) return {};
  const title = `${groupName(group)}: ${countOf(sampleSize, 'item')}, the longest first`;
  return { behind: behind('leadTimeItems', title, { [field]: group ?? '', sort: 'longest' }) };
}

function tipOf(group: Group): Tip {
  const lines = [50, 70, 85, 95].flatMap((percentile) => {
    const time = percentileOf(group, percentile);
    return time === null ? [] : [[`${percentile} of 100 at most`, formatDuration(time)] as const];
  });
  return [['', groupName(group.group)], ['Finished', countOf(group.sampleSize, 'item')], ...lines];
}
