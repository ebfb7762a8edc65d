export { answerClientErrors } from './answer-client-errors.ts';
export { answerErrors, problemResponse } from './answer-errors.ts';
export { answerInTurn } from './answer-in-turn.ts';
export { bearerOf } from './bearer.ts';
export { LOGGED_CHARACTERS, logRequests } from './log-requests.ts';
export { Problem, type Problems } from './problem.ts';
export { stopServing } from './stop-serving.ts';
