#include "imaging/deid/batch.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/deid/batch_inputs.h"
#include "imaging/deid/features.h"
#include "imaging/deid/file_groups.h"
#include "imaging/deid/in_parallel.h"
#include "imaging/deid/media_index.h"
#include "imaging/deid/output_folder.h"
#include "imaging/deid/patients.h"
#include "imaging/deid/text_sampling.h"
#include "imaging/mapped_file.h"

#include <map>
#include <mutex>
#include <set>

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

class Batch {
  public:
    Batch(std::vector<BatchInput> inputs, const fs::path& output, const BatchOptions& options,
          const StudySecrets& secrets, FileWork& work, const Progress& progress)
        : inputs_(std::move(inputs)),
          output_(output),
          written_to_(output),
          options_(options),
          secrets_(secrets),
          work_(work),
          progress_(progress),
          reports_(inputs_.size()),
          indexes_(inputs_) {
        if (options_.profile.clean_recognizable_visual_features) written_to_ = options_.quarantine / "held";
    }

    BatchReport run() {
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            patients_of_.push_back(patients_.add(inputs_[i].collected, inputs_[i].file));
            find_conflict(i);
            reports_[i].origin = inputs_[i].origin;
            reports_[i].study = study_of(inputs_[i].collected.study_uid.reveal_identifier());
            inputs_[i].collected.identifiers = {};
        }
        work_.begin_batch();
        TextSampling sampling{inputs_};
        judge_samples(sampling);
        const auto first = sampling.first();
        in_parallel(first.size(), options_.jobs, [&](std::size_t i) {
            if (!comes_with_others(first[i])) finish({{first[i], true}});
        });
        const auto rest = sampling.rest([&](std::size_t i) { return reports_[i].burned_in.painted > 0; });
        rewrite(rest);
        for (const auto& later : rest) {
            if (later.is_judged)
                reports_[later.number].burned_in.is_searched = options_.profile.clean_pixel_data;
        }
        if (options_.profile.clean_recognizable_visual_features) clean_features();
        settle_parts();
        // Last, because an index lists what came out.
        for (const auto index : indexes_.all()) finish({{index, false}});
        return summed();
    }

  private:
    /// An index is written last, and a part of a slide with the slide.
    bool comes_with_others(std::size_t i) const { return indexes_.is_index(i) || inputs_[i].part_of; }

    /// A part came out if its slide did: in the same file.
    void settle_parts() {
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            if (!inputs_[i].part_of) continue;
            const auto& slide = reports_[*inputs_[i].part_of];
            auto& report = reports_[i];
            report.input = options_.neutral_report ? inputs_[i].neutral : inputs_[i].label;
            report.status = slide.status;
            report.reason = slide.reason;
            report.findings.push_back(note(
                "slide.part", "This file is part of a slide of several files, and was treated with it."));
            if (slide.output_name) report.set_output(*slide.output_name);
            if (progress_) progress_(++done_, inputs_.size());
        }
    }

    /// A number in the order of first sight, so that the report need not name the study.
    std::uint64_t study_of(const std::string& uid) {
        return uid.empty() ? 0 : studies_.try_emplace(uid, studies_.size() + 1).first->second;
    }

    void judge_samples(TextSampling& sampling) {
        if (!options_.profile.clean_pixel_data) return;
        auto& series = sampling.series();
        in_parallel(series.size(), options_.jobs, [&](std::size_t i) {
            std::vector<fs::path> files;
            for (const auto number : series[i].sample) files.push_back(inputs_[number].file);
            series[i].may_hold_text = work_.may_hold_text(files);
        });
    }

    /// Two files with one SOP Instance UID, encoded alike, but with other pixels cannot both be right. The
    /// same image in two encodings is no contradiction, but worth a word.
    void find_conflict(std::size_t i) {
        const auto& uid = inputs_[i].collected.instance_uid.reveal_identifier();
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
        if (inputs_[a].collected.encoding != inputs_[b].collected.encoding ||
            inputs_[a].collected.encoding.empty())
            return false;
        return hash_of_pixels(inputs_[a]) != hash_of_pixels(inputs_[b]);
    }

    static std::string hash_of_pixels(const BatchInput& input) {
        if (const auto& packed = input.collected.packed_pixels_sha256) return *packed;
        const MappedFile file{input.file};
        return base::sha256(input.collected.pixels.in(file.bytes())).text();
    }

    struct Turn {
        std::size_t number = 0;
        bool search_text = false;
    };

    void rewrite(const std::vector<TextSampling::Later>& files) {
        const auto bytes_of = [&](std::size_t i) {
            // To read text takes much longer than to write a file.
            const auto& collected = inputs_[files[i].number].collected;
            const bool is_slow = files[i].search_text || becomes_tiff(collected.kind);
            return is_slow ? kGroup_bytes : collected.bytes;
        };
        const auto groups = file_groups(files.size(), options_.jobs, bytes_of);
        in_parallel(groups.size(), options_.jobs, [&](std::size_t i) {
            std::vector<Turn> turns;
            for (const auto k : groups[i]) {
                if (comes_with_others(files[k].number)) continue;
                turns.push_back({files[k].number, files[k].search_text});
            }
            finish(turns);
        });
    }

    void finish(const std::vector<Turn>& turns) {
        std::vector<std::size_t> numbers;
        std::vector<RewriteTask> tasks;
        for (const auto& [i, search_text] : turns) {
            auto& report = reports_[i];
            report.input = options_.neutral_report ? inputs_[i].neutral : inputs_[i].label;
            if (inputs_[i].refused) {
                report.findings.push_back(*inputs_[i].refused);
                report.reason = inputs_[i].refused->message;
            } else {
                numbers.push_back(i);
                tasks.push_back(task_of(i, search_text));
            }
        }
        auto results = work_.rewrite(tasks);
        for (std::size_t k = 0; k < numbers.size(); ++k) take(std::move(results[k]), numbers[k]);
        if (!progress_) return;
        const std::lock_guard lock{progress_lock_};
        progress_(done_ += turns.size(), inputs_.size());
    }

    std::string name_of(std::size_t i) const {
        return indexes_.is_index(i) ? indexes_.name_of(i) : inputs_[i].neutral;
    }

    RewriteTask task_of(std::size_t i, bool search_text) {
        const auto stem = written_to_ / name_of(i);
        make_folder(stem.parent_path());
        RewriteTask task{
            inputs_[i].file, stem, options_.profile, secrets_, patients_.subject(patients_of_[i]),
            search_text};
        if (indexes_.is_listed(i) || indexes_.is_index(i)) task.naming = Naming::as_on_media;
        if (indexes_.is_index(i)) task.indexed = indexed_by(i);
        task.parts = inputs_[i].parts;
        task.becomes_tiff = becomes_tiff(inputs_[i].collected.kind);
        return task;
    }

    void make_folder(const fs::path& folder) {
        const std::lock_guard lock{folders_lock_};
        if (!folders_.contains(folder)) fs::create_directories(folder);
        folders_.insert(folder);
    }

    void take(DeidResult result, std::size_t i) {
        auto& report = reports_[i];
        report.status = result.status;
        report.reason = std::move(result.reason);
        report.findings.insert(report.findings.end(), result.findings.begin(), result.findings.end());
        report.actions = std::move(result.actions);
        report.burned_in = std::move(result.burned_in);
        report.verification.leaks = result.leaks;
        if (result.status == FileStatus::written) {
            report.set_output(name_of(i) + result.ending);
        }
    }

    /// What was not searched yet is not seen in the output, whatever happens meanwhile.
    void clean_features() {
        std::vector<std::size_t> numbers;
        std::vector<fs::path> files;
        for (std::size_t i = 0; i < reports_.size(); ++i) {
            if (reports_[i].status != FileStatus::written || !reports_[i].output_name) continue;
            numbers.push_back(i);
            files.push_back(written_to_ / *reports_[i].output_name);
        }
        const auto folder = options_.quarantine / "faces";
        fs::create_directories(folder);
        const auto results = options_.faces->clean(files, folder);
        for (std::size_t k = 0; k < numbers.size(); ++k) {
            const auto i = numbers[k];
            const auto name = *reports_[i].output_name;
            RewriteTask check{
                results[k].file, {}, options_.profile, secrets_, patients_.subject(patients_of_[i])};
            settle_features({written_to_, results[k], check, work_}, reports_[i]);
            // What stands there otherwise is of an earlier run.
            if (reports_[i].output_name) {
                bring_out(*reports_[i].output_name);
            } else {
                take_away(output_ / name);
            }
        }
        written_to_ = output_;
    }

    static void take_away(const fs::path& file) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }

    void bring_out(const std::string& name) {
        make_folder((output_ / name).parent_path());
        fs::rename(written_to_ / name, output_ / name);
    }

    /// nullopt where it lists files, and none of them came out.
    std::optional<std::vector<IndexedFile>> indexed_by(std::size_t index) const {
        std::vector<IndexedFile> files;
        for (const auto file : indexes_.files_of(index)) {
            const auto id = indexes_.file_id(index, file);
            if (!id || reports_[file].status != FileStatus::written || !indexes_.is_listed(file)) continue;
            files.push_back({(output_ / *reports_[file].output_name).string(), *id});
        }
        const bool lists_none = inputs_[index].collected.listed_files->reveal_identifier().empty();
        return files.empty() && !lists_none ? std::nullopt : std::optional{std::move(files)};
    }

    BatchReport summed() {
        BatchReport report{options_.profile, std::move(reports_), {}, {}};
        report.studies = study_reports(report.files);
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
    /// Elsewhere until recognizable visual features are cleaned.
    fs::path written_to_;
    const BatchOptions& options_;
    const StudySecrets& secrets_;
    FileWork& work_;
    const Progress& progress_;
    std::vector<FileReport> reports_;
    MediaIndexes indexes_;
    Patients patients_;
    std::vector<std::size_t> patients_of_;
    std::map<std::string, std::size_t> instances_;
    std::map<std::string, std::uint64_t> studies_;
    std::set<fs::path> folders_;
    std::mutex folders_lock_;
    std::mutex progress_lock_;
    std::uint64_t done_ = 0;
};

}  // namespace

BatchReport deidentify_batch(const std::vector<fs::path>& inputs, const fs::path& output,
                             const BatchOptions& options, const StudySecrets& secrets,
                             const Progress& progress) {
    if (options.profile.clean_recognizable_visual_features && options.faces == nullptr) {
        throw base::Error{base::ErrorKind::unsupported, "deid.faces",
                          "Nobody here can clean recognizable visual features."};
    }
    check_output(inputs, output);
    const Cleanup cleanup{options.quarantine};
    std::error_code failed;
    fs::create_directories(output, failed);
    if (failed)
        throw base::Error{base::ErrorKind::unavailable, "imaging.write", "The output folder cannot be made."};
    LocalFileWork here;
    FileWork& work = options.work != nullptr ? *options.work : here;
    Batch batch{find_inputs(inputs, {options.quarantine, output}, work, options.jobs),
                output,
                options,
                secrets,
                work,
                progress};
    return batch.run();
}

}  // namespace medal::imaging::deid
