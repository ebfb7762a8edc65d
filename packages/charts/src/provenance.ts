import type { CumulativeFlowAnswer, LeadTimeAnswer, SlaAnswer, ThroughputAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';

/** How the one average of throughput is made. */
export const AVERAGE_THROUGHPUT =
  'items finished in the range, divided by the time of the range that is over, told for a week (7 days) or for an interval of ' +
  'the chart (a month is 30.4 days); an interval that the range cuts, or that is not over, counts with the time it has had';

interface Answers {
  readonly leadTime: LeadTimeAnswer | null;
  readonly cumulativeFlow: CumulativeFlowAnswer | null;
  readonly throughput: ThroughputAnswer | null;
  readonly sla: SlaAnswer | null;
}

/** How the numbers were made, in the API's own words: a name and a text each, of the answers that there are. */
export function provenance({ leadTime, cumulativeFlow, throughput, sla }: Answers): [string, string][] {
  const lastIds = [leadTime, cumulativeFlow, throughput, sla].flatMap((answer) => answer?.lastAuditId ?? []);
  const facts: [string, string | undefined][] = [
    ['Clock', leadTime?.definitions.clock],
    ['Lead time of', leadTime?.definitions.population],
    ['Percentiles', leadTime?.definitions.percentileMethod],
    ['Cumulative flow', cumulativeFlow?.definitions.point],
    ['Throughput', throughput?.definitions.population],
    ['Average throughput', throughput ? AVERAGE_THROUGHPUT : undefined],
    ['Promise', sla?.definitions.deadline],
    ['In time', sla?.definitions.hit],
    ['State of open items', sla?.definitions.state],
    ['Chance to miss', sla?.definitions.missProbability],
    ['85 of 100 by', sla?.definitions.expected],
    ['Read up to', lastIds.length > 0 ? `row ${largest(lastIds)} of the audit log` : undefined],
    ['As of', knownAsOf([leadTime, cumulativeFlow, throughput, sla])],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** The instant as of which the last of some answers was known: asked with it as `asOf`, the API says the same again. */
export function knownAsOf(answers: readonly ({ readonly asOf: string } | null)[]): string | undefined {
  return answers
    .flatMap((answer) => answer?.asOf ?? [])
    .sort()
    .at(-1);
}
