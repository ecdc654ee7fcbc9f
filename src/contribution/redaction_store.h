// The SQL of redactions and nothing else.
#pragma once

#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "db/session.h"

#include <optional>
#include <string>
#include <vector>

namespace medal::contribution::store {

void insert(db::Session& session, const RedactionRow& row);
void update(db::Session& session, const RedactionRow& row);
/// Throws Error{not_found, "redaction.not_found"}.
RedactionRow load_redaction(db::Session& session, RedactionId id);
/// Newest first, before an id (empty for the newest).
std::vector<RedactionRow> redactions_of(db::Session& session, CaseId id, const std::string& before,
                                        std::int64_t limit);
/// Those that are not over: being worked on, or waiting for a person's word.
std::vector<RedactionRow> open_redactions(db::Session& session, CaseId id);
std::vector<RedactionRow> expired_previews(db::Session& session, base::Instant now, std::int64_t limit);

/// The asset with other files in the same places.
void replace(db::Session& session, const AssetRow& asset, const std::vector<FrameRow>& frames,
             const std::vector<DicomInstanceRow>& instances);
void update(db::Session& session, const CheckRow& row);

}  // namespace medal::contribution::store
