#include "imaging/deid/file_work.h"

#include "base/error.h"
#include "imaging/deid/slide_identifiers.h"
#include "imaging/deid/text_evidence.h"
#include "imaging/mapped_file.h"

#include <utility>

namespace medal::imaging::deid {
namespace {

OpenedInput unpack(Bytes bytes, const std::filesystem::path& folder) {
    OpenedInput opened;
    Findings findings;
    check_archive(bytes, findings);
    if (refuses(findings)) {
        opened.refused = findings.front();
    } else {
        opened.members = unpack_archive(bytes, folder);
    }
    return opened;
}

OpenedInput open_one(const OpenTask& task) {
    OpenedInput opened;
    try {
        MappedFile mapped{task.input};
        if (is_archive(mapped.bytes())) return unpack(mapped.bytes(), task.unpack_to);
        opened.collected = collect_identifiers(std::move(mapped));
        collect_from_slide(task.input, opened.collected);
    } catch (const base::Error& error) {
        opened.refused = refusal(error.code(), error.message());
    }
    return opened;
}

}  // namespace

LocalFileWork::LocalFileWork() = default;
LocalFileWork::~LocalFileWork() = default;

std::vector<OpenedInput> LocalFileWork::open(std::span<const OpenTask> tasks) {
    std::vector<OpenedInput> opened;
    opened.reserve(tasks.size());
    for (const auto& task : tasks) opened.push_back(open_one(task));
    return opened;
}

bool LocalFileWork::may_hold_text(const std::vector<std::filesystem::path>& slices) {
    return files_may_hold_text(slices);
}

std::uint64_t LocalFileWork::count_leaks(const RewriteTask& task) {
    return deid::count_leaks(task);
}

std::unique_ptr<burned_in::TextScanner> LocalFileWork::take_scanner() {
    const std::lock_guard guard{lock_};
    if (idle_scanners_.empty()) return std::make_unique<burned_in::TextScanner>();
    auto scanner = std::move(idle_scanners_.back());
    idle_scanners_.pop_back();
    return scanner;
}

std::vector<DeidResult> LocalFileWork::rewrite(std::span<const RewriteTask> tasks) {
    auto scanner = take_scanner();
    std::vector<DeidResult> results;
    results.reserve(tasks.size());
    for (const auto& task : tasks) {
        try {
            results.push_back(deidentify_file(task, *scanner));
        } catch (const base::Error& error) {
            results.push_back(refused(error));
        }
    }
    const std::lock_guard guard{lock_};
    idle_scanners_.push_back(std::move(scanner));
    return results;
}

}  // namespace medal::imaging::deid
