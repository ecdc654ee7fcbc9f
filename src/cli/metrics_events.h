// Rows of things by case, where a case holds any number of them (boxes, points, events): a row whose cells
// are all empty but the case says that there is nothing.
#pragma once

#include "cli/metrics_tables.h"

#include <map>
#include <string>
#include <vector>

namespace medal::cli {

/// What a case without any row in the prediction is: by default an oversight.
enum class MissingCase { refused, nothing_found };

struct CaseRows {
    std::string name;
    std::string cluster;
    std::vector<std::size_t> reference;   // rows
    std::vector<std::size_t> prediction;  // rows
};

struct ThingTables {
    base::CsvTable reference;
    base::CsvTable prediction;
    std::vector<CaseRows> cases;  // in order of their names

    statistics::Clustering clusters() const;
};

/// `first` is the column that tells a thing from "nothing here".
ThingTables read_things(const ReportOptions& options, std::string_view first, MissingCase missing);

}  // namespace medal::cli
