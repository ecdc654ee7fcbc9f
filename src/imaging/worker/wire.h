// How the typed questions of crew.h travel to a sandboxed worker and back. Identifying values go only this
// way: over a private socket into a process that is thrown away.
#pragma once

#include "imaging/deid/file_work.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::worker {

using Fields = std::vector<std::string>;

std::string to_wire(const std::vector<deid::OpenedInput>& opened);
std::vector<deid::OpenedInput> opened_from_wire(std::string_view text);

std::string to_wire(const std::vector<deid::DeidResult>& results);
std::vector<deid::DeidResult> results_from_wire(std::string_view text);

/// What all rewrites of one patient have in common; sent once to each worker.
struct PatientContext {
    deid::Profile profile;
    deid::StudySecrets secrets;
    deid::Identifiers identifiers;
    base::Identifying<std::string> key;
    std::vector<deid::SlideFile> slide_files;
};
/// `slide_files` are those of the task's patient, at the places where the worker finds them.
std::string context_to_wire(const deid::RewriteTask& task, std::span<const deid::SlideFile> slide_files);
PatientContext context_from_wire(std::string_view text);

}  // namespace medal::imaging::worker
