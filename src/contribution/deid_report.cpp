#include "contribution/deid_report.h"

#include "base/json.h"
#include "blob/store.h"
#include "contribution/store.h"
#include "imaging/deid/report_page.h"

namespace medal::contribution {

std::optional<std::string> deid_report_page(work::Unit& unit, CaseId id) {
    const auto stored = store::find_report(unit.db(), id);
    if (!stored) return std::nullopt;
    imaging::deid::BatchReport report;
    // Reports of earlier versions lack fields of this one.
    base::update_from_json(report, blob::read_text(unit.blobs(), stored->report_blob));
    if (report.studies.empty()) report.studies = imaging::deid::study_reports(report.files);
    return imaging::deid::report_page(report);
}

}  // namespace medal::contribution
