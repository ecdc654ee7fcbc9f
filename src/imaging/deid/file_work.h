// What is done to the single files of a batch. The batch itself only walks folders, joins patients and keeps
// the report: whoever does this work meets the foreign bytes (here, or in a sandboxed process).
#pragma once

#include "imaging/archive.h"
#include "imaging/deid/deidentify.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace medal::imaging::deid {

struct OpenTask {
    std::filesystem::path input;
    /// Where an archive goes.
    std::filesystem::path unpack_to;
};

/// A file, or an archive whose members now lie in the folder given as 000001, 000002, …
struct OpenedInput {
    Collected collected;
    std::optional<std::vector<ArchiveMember>> members;
    std::optional<Finding> refused;
};

class FileWork {
  public:
    virtual ~FileWork() = default;
    /// The identifiers that tasks refer to are those of a new batch from here on.
    virtual void begin_batch() {}
    /// Several at once, which costs less than one by one; as many answers, in the same order. What a file
    /// does to whoever reads it is its own answer and nobody else's.
    virtual std::vector<OpenedInput> open(std::span<const OpenTask> tasks) = 0;
    virtual std::vector<DeidResult> rewrite(std::span<const RewriteTask> tasks) = 0;
    /// As of deidentify.h.
    virtual std::uint64_t count_leaks(const RewriteTask& task) = 0;
    /// Whether text has to be looked for in slices of one series (text_evidence.h). Does not throw.
    virtual bool may_hold_text(const std::vector<std::filesystem::path>& slices) = 0;
};

/// In this very process: for tests, and inside the sandbox.
class LocalFileWork final : public FileWork {
  public:
    LocalFileWork();
    ~LocalFileWork() override;
    std::vector<OpenedInput> open(std::span<const OpenTask> tasks) override;
    std::vector<DeidResult> rewrite(std::span<const RewriteTask> tasks) override;
    std::uint64_t count_leaks(const RewriteTask& task) override;
    bool may_hold_text(const std::vector<std::filesystem::path>& slices) override;

  private:
    std::unique_ptr<burned_in::TextScanner> take_scanner();

    std::mutex lock_;
    std::vector<std::unique_ptr<burned_in::TextScanner>> idle_scanners_;
};

}  // namespace medal::imaging::deid
