#include "imaging/deid/study_reports.h"

#include <map>
#include <tuple>
#include <utility>

namespace medal::imaging::deid {
namespace {

using ActionKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;

struct Sum {
    StudyReport study;
    std::map<ActionKey, ReportAction> actions;
};

void add(Sum& sum, const FileReport& file) {
    auto& study = sum.study;
    ++study.files;
    study.written += file.status == FileStatus::written ? 1 : 0;
    study.painted += file.burned_in.painted;
    study.leaks += file.verification.leaks;
    for (const auto& action : file.actions) {
        const auto [found, is_new] = sum.actions.try_emplace(
            {action.tag, action.keyword, action.action, action.option, action.reason}, action);
        if (!is_new) found->second.count += action.count;
    }
}

}  // namespace

std::vector<StudyReport> study_reports(std::span<const FileReport> files) {
    std::map<std::uint64_t, Sum> sums;
    for (const auto& file : files) {
        auto& sum = sums[file.study];
        sum.study.number = file.study;
        add(sum, file);
    }
    std::vector<StudyReport> reports;
    for (auto& [number, sum] : sums) {
        for (auto& [key, action] : sum.actions) sum.study.actions.push_back(std::move(action));
        reports.push_back(std::move(sum.study));
    }
    return reports;
}

}  // namespace medal::imaging::deid
