#include "imaging/deid/features.h"

#include "imaging/deid/policy.h"

#include <utility>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

void hold(const fs::path& output, Finding finding, FileReport& report) {
    fs::remove(output / *report.output_name);
    report.status = FileStatus::quarantined;
    report.reason = finding.message;
    report.findings.push_back(std::move(finding));
    report.output = {};
    report.output_name.reset();
}

/// Photographs become PNG and films MP4; all else keeps its name.
std::string name_for(const std::string& name, const fs::path& file) {
    const auto ending = file.extension();
    if (ending != ".png" && ending != ".mp4") return name;
    return fs::path{name}.replace_extension(ending).string();
}

void replace(const FeaturesTask& task, FileReport& report) {
    const auto leaks = task.work.count_leaks(task.check);
    report.verification.leaks += leaks;
    if (leaks > 0) {
        return hold(task.output,
                    refusal("deid.leak", "The verification found an identifier of the input in the output."),
                    report);
    }
    const auto name = name_for(*report.output_name, task.result.file);
    if (name != *report.output_name) fs::remove(task.output / *report.output_name);
    fs::rename(task.result.file, task.output / name);
    report.set_output(name);
}

void tell(Features features, FileReport& report) {
    const bool is_cleaned = features == Features::cleaned;
    report.actions.push_back(
        {.tag = {},
         .keyword = "visual features",
         .action = is_cleaned ? "C" : "K",
         .option = std::string{name_of(Option::recognizable_visual_features)},
         .reason = is_cleaned ? "what a person could be recognised by was taken out of the picture"
                              : "searched, and nothing by which a person could be recognised was found"});
}

}  // namespace

void settle_features(const FeaturesTask& task, FileReport& report) {
    const auto& [features, reason, file] = task.result;
    if (features == Features::none) return;
    if (features == Features::undecided) {
        return hold(task.output,
                    refusal("faces.undecided",
                            "Whether it shows a face could not be decided; a person has to look: " + reason),
                    report);
    }
    if (!file.empty()) replace(task, report);
    if (report.output_name) tell(features, report);
}

}  // namespace medal::imaging::deid
