#include "imaging/deid/file_work.h"

#include "base/error.h"
#include "imaging/deid/text_evidence.h"
#include "imaging/file_kind.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"

namespace medal::imaging::deid {
namespace {

bool is_archive(Bytes bytes) {
    const auto kind = detect_kind(bytes);
    return kind == FileKind::zip || kind == FileKind::tar ||
           (kind == FileKind::gzip && detect_gzipped_kind(bytes) == FileKind::tar);
}

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

}  // namespace

LocalFileWork::LocalFileWork() = default;
LocalFileWork::~LocalFileWork() = default;

OpenedInput LocalFileWork::open(const std::filesystem::path& input, const std::filesystem::path& unpack_to) {
    OpenedInput opened;
    try {
        const MappedFile mapped{input};
        if (is_archive(mapped.bytes())) return unpack(mapped.bytes(), unpack_to);
        opened.collected = collect_identifiers(input);
    } catch (const base::Error& error) {
        opened.refused = refusal(error.code(), error.message());
    }
    return opened;
}

bool LocalFileWork::may_hold_text(const std::vector<std::filesystem::path>& slices) {
    return files_may_hold_text(slices);
}

std::uint64_t LocalFileWork::count_leaks(const RewriteTask& task) {
    return deid::count_leaks(task);
}

DeidResult LocalFileWork::rewrite(const RewriteTask& task) {
    std::unique_ptr<burned_in::TextScanner> scanner;
    {
        const std::lock_guard guard{lock_};
        if (!idle_scanners_.empty()) {
            scanner = std::move(idle_scanners_.back());
            idle_scanners_.pop_back();
        }
    }
    if (!scanner) scanner = std::make_unique<burned_in::TextScanner>();
    auto result = deidentify_file(task, *scanner);
    const std::lock_guard guard{lock_};
    idle_scanners_.push_back(std::move(scanner));
    return result;
}

}  // namespace medal::imaging::deid
