// Migration 308: the numbers are those of rules::urgency_of, counted for the cases that were held before the
// column existed.
#pragma once

#include <string_view>

namespace medal::contribution {

constexpr std::string_view kUrgencyMigration = R"(
        ALTER TABLE cases ADD COLUMN sent_back_at BIGINT;
        UPDATE cases SET urgency = COALESCE((
            SELECT MIN(CASE WHEN verdict = 'warn' THEN 4
                            WHEN kind IN ('deidentification', 'burned_in_text') THEN 0
                            WHEN kind = 'face' THEN 1
                            WHEN kind = 'text_identifiers' THEN 2
                            ELSE 3 END)
            FROM checks WHERE checks.case_id = cases.id AND checks.item_id IS NULL AND checks.cleared = 0
                AND checks.verdict <> 'pass'), 5)
            WHERE state = 'needs_attention';
    )";

}  // namespace medal::contribution
