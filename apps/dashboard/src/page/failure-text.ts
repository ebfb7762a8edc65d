import type { Failure } from '../api/api.ts';

/** What went wrong, and what would be right. */
export function failureText(failure: Failure): string {
  switch (failure.reason) {
    case 'away':
      return 'The metrics API does not answer.';
    case 'tokenNeeded':
      return 'The metrics API asks for an access token.';
    case 'refused': {
      const { detail, allowed } = failure.problem;
      return allowed && !detail.includes(allowed) ? `${detail} Allowed: ${allowed}.` : detail;
    }
  }
}
