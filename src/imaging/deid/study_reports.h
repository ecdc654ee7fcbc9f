// A report by study: the files of each study together, with equal actions counted over all of them.
#pragma once

#include "imaging/deid/report.h"

#include <cstdint>
#include <span>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

struct StudyReport {
    /// From 1, in the order in which the input names them; 0 gathers the files that belong to no study.
    std::uint64_t number = 0;
    std::uint64_t files = 0;
    std::uint64_t written = 0;
    std::uint64_t painted = 0;
    std::uint64_t leaks = 0;
    std::vector<ReportAction> actions;
};
BOOST_DESCRIBE_STRUCT(StudyReport, (), (number, files, written, painted, leaks, actions))

/// By number.
std::vector<StudyReport> study_reports(std::span<const FileReport> files);

}  // namespace medal::imaging::deid
