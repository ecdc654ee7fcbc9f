// Were these images given before? Against the campaign's other cases and the lists of public data sets. The
// same contributor's withdrawn cases do not count: their fingerprints went with their images.
#pragma once

#include "contribution/duplicate_search.h"
#include "contribution/rows.h"
#include "work/unit.h"

#include <span>
#include <string>
#include <vector>

namespace medal::contribution {

struct DuplicateVerdict {
    Verdict verdict = Verdict::warn;
    std::string code;
    std::string message;
    DuplicateEvidence evidence;
};

/// Keeps the fingerprints of the case, in the same transaction, and judges them: empty, or one verdict for
/// the campaign, one for public data sets.
std::vector<DuplicateVerdict> judge_duplicates(work::Unit& unit, const CaseRow& row,
                                               std::span<const AssetPrint> prints, DuplicateSearch& search);

}  // namespace medal::contribution
