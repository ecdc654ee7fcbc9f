// The texts of a problem, in the order in which they are asked and read, and how long they must be to be submitted.
export const TEXTS = ['decision_supported', 'current_practice', 'unmet_need', 'affected_population', 'target_performance', 'reference_feasibility', 'equity'] as const;
export const NEEDED: ReadonlySet<string> = new Set(['decision_supported', 'unmet_need', 'reference_feasibility']);

export const STATES = ['draft', 'submitted', 'in_screening', 'in_rating', 'in_discussion', 'prioritised', 'open_for_data', 'deferred', 'declined', 'merged', 'out_of_scope', 'closed', 'withdrawn'] as const;
