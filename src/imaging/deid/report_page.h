// The report of a de-identification as one page of HTML that can be printed, kept and shown to an ethics
// board: what was treated, how often, under which option of PS3.15 and why. Never a value; loads nothing from
// elsewhere.
#pragma once

#include "imaging/deid/batch.h"

#include <string>

namespace medal::imaging::deid {

/// Names of input files are in it where the report has them (BatchOptions::neutral_report).
std::string report_page(const BatchReport& report);

}  // namespace medal::imaging::deid
