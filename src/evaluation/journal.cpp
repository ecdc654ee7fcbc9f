#include "evaluation/journal.h"

#include "base/error.h"
#include "base/json.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace medal::evaluation {
namespace {

using base::Error;
using base::ErrorKind;

Prediction parse_line(const std::string& line, std::size_t number, std::string code) {
    try {
        return base::from_json<Prediction>(line);
    } catch (const Error& error) {
        throw Error{
            ErrorKind::invalid,
            std::move(code),
            "Line " + std::to_string(number) + " is not a prediction: " + error.message(),
            {.field = error.field(), .hint = "Each line is one JSON object; see docs/model-developer.md."}};
    }
}

}  // namespace

Journal::Journal(const std::filesystem::path& path) {
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) {
        throw Error{ErrorKind::invalid,
                    "run.unwritable",
                    "The run's folder cannot be written.",
                    {.field = path.string()}};
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(file_);
        throw Error{ErrorKind::conflict,
                    "run.in_use",
                    "Another process is working on this run.",
                    {.field = path.string(), .hint = "Wait for it, or give another folder."}};
    }
    try {
        read_earlier(path);
    } catch (...) {
        ::close(file_);
        throw;
    }
}

Journal::~Journal() {
    ::close(file_);
}

void Journal::read_earlier(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string line;
    std::int64_t whole_bytes = 0;
    while (std::getline(file, line)) {
        if (file.eof()) break;  // No newline at its end: torn by a crash, never acknowledged.
        earlier_.push_back(parse_line(line, earlier_.size() + 1, "run.journal_damaged"));
        whole_bytes += static_cast<std::int64_t>(line.size()) + 1;
    }
    if (::ftruncate(file_, whole_bytes) != 0 || ::lseek(file_, 0, SEEK_END) < 0) {
        base::fail_internal("the journal cannot be cut to its last whole line");
    }
}

void Journal::write_all(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto written = ::write(file_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            throw Error{ErrorKind::unavailable, "run.disk",
                        "The journal cannot be written; is the disk full?"};
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(file_) != 0) {
        throw Error{ErrorKind::unavailable, "run.disk", "The journal cannot be made durable."};
    }
}

// The first thread that finds nobody syncing writes and syncs everything that is pending; the others wait.
void Journal::append(const Prediction& prediction) {
    const std::string line = base::to_json(prediction) + "\n";
    std::unique_lock lock{mutex_};
    pending_ += line;
    const auto mine = ++appended_;
    while (durable_ < mine && !has_failed_) {
        if (is_syncing_) {
            synced_.wait(lock);
            continue;
        }
        is_syncing_ = true;
        const auto batch = std::exchange(pending_, {});
        const auto last = appended_;
        lock.unlock();
        bool is_written = false;
        try {
            write_all(batch);
            is_written = true;
        } catch (const Error&) {
            is_written = false;
        }
        lock.lock();
        is_syncing_ = false;
        has_failed_ = !is_written;
        if (is_written) durable_ = last;
        synced_.notify_all();
    }
    if (durable_ < mine) {
        throw Error{ErrorKind::unavailable, "run.disk", "The journal cannot be written; is the disk full?"};
    }
}

std::vector<Prediction> read_predictions(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw Error{ErrorKind::not_found,
                    "predictions.no_file",
                    "The file cannot be read.",
                    {.field = path.string()}};
    }
    std::vector<Prediction> predictions;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (!line.empty()) predictions.push_back(parse_line(line, number, "predictions.bad_line"));
    }
    return predictions;
}

}  // namespace medal::evaluation
