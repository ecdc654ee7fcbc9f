// How long a case has waited, in the largest unit that is full.
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export function waitingText(since: string, now: number, language: string): string {
  const waited_ms = Math.max(0, now - new Date(since).getTime());
  const [unit, length] = UNITS.find(([, one]) => waited_ms >= one) ?? UNITS[2];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(waited_ms / length));
}
