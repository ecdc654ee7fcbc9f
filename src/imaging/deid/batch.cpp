#include "imaging/deid/batch.h"

#include "base/error.h"
#include "imaging/deid/batch_inputs.h"
#include "imaging/deid/patients.h"
#include "imaging/mapped_file.h"

#include <atomic>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

/// Removes what was unpacked, whatever happens.
class Cleanup {
  public:
    explicit Cleanup(fs::path folder) : folder_(std::move(folder)) {}
    ~Cleanup() {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;

  private:
    fs::path folder_;
};

/// Runs `work(i)` for all i on `jobs` threads.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto loop = [&] {
        for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < std::max(jobs, 1U); ++i) threads.emplace_back(loop);
    loop();
}

class Batch {
  public:
    Batch(std::vector<BatchInput> inputs, const fs::path& output, const BatchOptions& options,
          const StudySecrets& secrets, const Progress& progress)
        : inputs_(std::move(inputs)),
          output_(output),
          options_(options),
          secrets_(secrets),
          progress_(progress),
          collected_(inputs_.size()),
          reports_(inputs_.size()) {}

    BatchReport run() {
        in_parallel(inputs_.size(), options_.jobs, [&](std::size_t i) { collect(i); });
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            patients_of_.push_back(patients_.add(collected_[i]));
            find_conflict(i);
            collected_[i].identifiers = {};
        }
        in_parallel(inputs_.size(), options_.jobs, [&](std::size_t i) { rewrite(i); });
        return summed();
    }

  private:
    void collect(std::size_t i) {
        if (!inputs_[i].refused) collected_[i] = collect_identifiers(inputs_[i].file);
    }

    /// Two files with one SOP Instance UID, encoded alike, but with other pixels cannot both be right. The
    /// same image in two encodings is no contradiction, but worth a word.
    void find_conflict(std::size_t i) {
        const auto& uid = collected_[i].instance_uid.reveal_identifier();
        if (uid.empty() || inputs_[i].refused) return;
        const auto [found, is_new] = instances_.emplace(uid, i);
        if (is_new) return;
        if (contradict(found->second, i)) {
            inputs_[i].refused =
                refusal("dicom.conflict", "Another file has the same SOP Instance UID but other pixels.");
        } else {
            reports_[i].findings.push_back(
                warning("dicom.repeated", "Another file has the same SOP Instance UID."));
        }
    }

    bool contradict(std::size_t a, std::size_t b) const {
        if (collected_[a].encoding != collected_[b].encoding || collected_[a].encoding.empty()) return false;
        const MappedFile first{inputs_[a].file};
        const MappedFile second{inputs_[b].file};
        return pixels_in(first.bytes(), collected_[a].pixels) !=
               pixels_in(second.bytes(), collected_[b].pixels);
    }

    static std::string_view pixels_in(Bytes file, Collected::PixelRange range) {
        const bool inside = range.offset <= file.size() && range.length <= file.size() - range.offset;
        return text_of(inside ? file.subspan(range.offset, range.length) : file);
    }

    void rewrite(std::size_t i) {
        auto& report = reports_[i];
        report.input = options_.neutral_report ? inputs_[i].neutral : inputs_[i].label;
        if (inputs_[i].refused) {
            report.findings.push_back(*inputs_[i].refused);
            report.reason = inputs_[i].refused->message;
        } else {
            try {
                process(i, report);
            } catch (const base::Error& error) {
                report.status = FileStatus::refused;
                report.reason = error.message();
            }
        }
        if (!progress_) return;
        const std::lock_guard lock{progress_lock_};
        progress_(++done_, inputs_.size());
    }

    void process(std::size_t i, FileReport& report) {
        const auto name = inputs_[i].neutral + std::string{output_extension(collected_[i].kind)};
        const auto path = output_ / name;
        fs::create_directories(path.parent_path());
        auto result = deidentify_file(inputs_[i].file, path, options_.profile, secrets_,
                                      patients_.subject(patients_of_[i]));
        report.status = result.status;
        report.reason = std::move(result.reason);
        report.findings.insert(report.findings.end(), result.findings.begin(), result.findings.end());
        report.actions = std::move(result.actions);
        report.verification.leaks = result.leaks;
        if (result.status == FileStatus::written) report.set_output(name);
    }

    BatchReport summed() {
        BatchReport report{options_.profile, std::move(reports_), {}};
        for (const auto& file : report.files) {
            ++report.summary.files;
            report.summary.written += file.status == FileStatus::written ? 1 : 0;
            report.summary.refused += file.status == FileStatus::refused ? 1 : 0;
            report.summary.quarantined += file.status == FileStatus::quarantined ? 1 : 0;
            report.summary.leaks += file.verification.leaks;
        }
        return report;
    }

    std::vector<BatchInput> inputs_;
    fs::path output_;
    const BatchOptions& options_;
    const StudySecrets& secrets_;
    const Progress& progress_;
    std::vector<Collected> collected_;
    std::vector<FileReport> reports_;
    Patients patients_;
    std::vector<std::size_t> patients_of_;
    std::map<std::string, std::size_t> instances_;
    std::mutex progress_lock_;
    std::uint64_t done_ = 0;
};

}  // namespace

BatchReport deidentify_batch(const std::vector<fs::path>& inputs, const fs::path& output,
                             const BatchOptions& options, const StudySecrets& secrets,
                             const Progress& progress) {
    const Cleanup cleanup{options.quarantine};
    fs::create_directories(output);
    Batch batch{find_inputs(inputs, options.quarantine), output, options, secrets, progress};
    return batch.run();
}

}  // namespace medal::imaging::deid
