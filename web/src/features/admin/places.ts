const PLACES: Record<string, string> = { problem: '/problems/', item: '/items/', case: '/contribute/cases/', release: '/releases/', run: '/runs/', campaign: '/campaigns/', review: '/reviews/' };

/** The page of what an event is about; undefined for what has none. */
export function placeOf(event: { subject_kind: string; subject_id: string }): string | undefined {
  const start = PLACES[event.subject_kind];
  return start && event.subject_id ? start + event.subject_id : undefined;
}
