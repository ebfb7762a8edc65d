import type { SlaObjective } from '@kanban/domain';
import { refusal, shortened } from '../../answer/invalid-parameter.ts';

export interface ObjectiveQuery {
  objectiveClass?: string | undefined;
  objectiveType?: string | undefined;
}

/** The objective asked for; undefined: none was named, and the stream has none of its own. Throws Refused for one that is not there. */
export function askedObjective(
  objectives: readonly SlaObjective[],
  { objectiveClass = null, objectiveType = null }: { [K in keyof ObjectiveQuery]: string | null | undefined },
): SlaObjective | undefined {
  const found = objectives.find(
    ({ classOfService, type }) => classOfService === objectiveClass && type === objectiveType,
  );
  if (found || (objectiveClass === null && objectiveType === null)) return found;
  const [parameter, value] =
    objectiveClass === null ? ['objectiveType', objectiveType] : ['objectiveClass', objectiveClass];
  const names = objectives.map(
    ({ classOfService, type }) => `${classOfService ?? 'any class'} of ${type ?? 'any type'}`,
  );
  throw refusal(
    parameter as string,
    `there is no objective for "${shortened(value ?? '')}"${objectiveClass === null || objectiveType === null ? '' : ` and the type "${shortened(objectiveType)}"`}`,
    names.join(', ') || 'nothing, as the stream has no objectives',
  );
}
