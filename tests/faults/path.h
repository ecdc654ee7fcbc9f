// The thin path as a list of steps, each one deed of one person or one job: from an account to a row on the
// board.
#pragma once

#include "faults/house.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace medal::testing {

/// What later steps must know of earlier ones: ids by name.
using Notes = std::map<std::string, std::string>;

struct Step {
    std::string name;
    /// Does the deed; a job's step answers 200 when the state it must lead to is reached, else 503.
    std::function<Answer(House&, const Notes&)> act;
    /// Takes what it needs from the answer.
    std::function<void(const Answer&, Notes&)> note;
    bool is_job = false;
};

/// People and campaign, which are there before the path begins.
Notes furnish(House& house, const std::filesystem::path& images);

/// Of a case with the given image files.
std::vector<Step> whole_path(const std::filesystem::path& images);

}  // namespace medal::testing
