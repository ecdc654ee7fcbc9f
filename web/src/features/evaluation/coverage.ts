/** Which share of the questions that count was answered at all, 0 to 1; undefined before anything was graded. */
export function coverageOf(run: { state: string; graded: number; expected: number }): number | undefined {
  if (run.expected === 0 || run.state === 'queued' || run.state === 'grading') return undefined;
  return Math.min(1, run.graded / run.expected);
}
