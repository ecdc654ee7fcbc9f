#include "imaging/finding.h"

#include "base/error.h"

namespace medal::imaging {

void throw_refused(const Findings& findings) {
    const auto is_error = [](const Finding& finding) { return finding.severity == Severity::error; };
    const auto last = std::find_if(findings.rbegin(), findings.rend(), is_error);
    if (last == findings.rend()) base::fail_internal("a file is refused without a finding that refuses it");
    throw base::Error{base::ErrorKind::invalid, "imaging.refused", last->message};
}

void require_accepted(const Findings& findings) {
    if (refuses(findings)) throw_refused(findings);
}

}  // namespace medal::imaging
