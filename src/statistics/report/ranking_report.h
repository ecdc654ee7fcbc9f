// The report of a ranking study as one self-contained HTML page: no script, no outside file, light, dark and
// print.
#pragma once

#include "statistics/ranking_study.h"

#include <string>

namespace medal::statistics::report {

std::string ranking_report(const RankingStudy& study);

}  // namespace medal::statistics::report
