// The sitting's memory: samples.jsonl, one line a sample, on disk before it is shown or counted. After kill
// -9 every whole line is there; a torn last line is cut off when the journal is opened again.
#pragma once

#include "evaluation/sample.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace medal::evaluation {

class Journal {
  public:
    /// Opens or makes the file and reads what is there. Throws Error{conflict, "run.in_use"} when another
    /// process holds it, Error{invalid, "run.journal_damaged"} naming the line that is not a prediction.
    explicit Journal(const std::filesystem::path& path);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// What was there when it was opened.
    const std::vector<Prediction>& earlier() const { return earlier_; }

    /// Returns once the line is durable. Safe from many threads; they share one fsync (group commit).
    void append(const Prediction& prediction);

  private:
    void read_earlier(const std::filesystem::path& path);
    void write_all(const std::string& text);

    int file_ = -1;
    std::vector<Prediction> earlier_;
    std::mutex mutex_;
    std::condition_variable synced_;
    std::string pending_;
    std::uint64_t appended_ = 0;
    std::uint64_t durable_ = 0;
    bool is_syncing_ = false;
    bool has_failed_ = false;
};

/// Reads predictions from any JSON-lines file; Error{invalid, "predictions.bad_line"} names the line and
/// field.
std::vector<Prediction> read_predictions(const std::filesystem::path& path);

}  // namespace medal::evaluation
