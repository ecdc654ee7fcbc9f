// The viewer's signs as drawings: no font of a reader's machine need have them.
const PATHS = {
  full: 'M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5',
  back: 'M18 5v14L8 12zM5 5v14',
  on: 'M6 5v14l10-7zM19 5v14',
  play: 'M7 4v16l13-8z',
  pause: 'M8 5v14M16 5v14',
  across: 'M12 3v18M9 7l-6 10h6zM15 7l6 10h-6z',
  down: 'M3 12h18M7 9l10-6v6zM7 15l10 6v-6z',
  turn: 'M20 12a8 8 0 1 1-3-6.2M20 3v5h-5',
  invert: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 7h4M12 11h8M12 15h7M12 19h3',
  beside: 'M3 4h18v16H3zM12 4v16',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
