// How large the overview in the corner of a slide is.
const OVERVIEW_SHARE = 0.18;
const LEAST_OVERVIEW_PX = 96;
const MOST_OVERVIEW_PX = 192;
/** Of a slide that is very long. */
const LEAST_SIDE_PX = 24;

/** The overview has the form of the slide, so that no room in it is empty. */
export function overviewSize(width: number, { columns, rows }: { columns: number; rows: number }): { navigatorWidth: number; navigatorHeight: number } {
  const longest = Math.min(MOST_OVERVIEW_PX, Math.max(LEAST_OVERVIEW_PX, OVERVIEW_SHARE * width));
  const scale = longest / Math.max(columns, rows, 1);
  return { navigatorWidth: Math.max(LEAST_SIDE_PX, Math.round(columns * scale)), navigatorHeight: Math.max(LEAST_SIDE_PX, Math.round(rows * scale)) };
}
