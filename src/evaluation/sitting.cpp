#include "evaluation/sitting.h"

#include "base/error.h"
#include "base/json.h"
#include "evaluation/journal.h"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

namespace medal::evaluation {
namespace {

using base::Error;
using base::ErrorKind;
namespace fs = std::filesystem;

constexpr const char* kRunFile = "run.json";
constexpr const char* kSamplesFile = "samples.jsonl";
constexpr const char* kSummaryFile = "summary.json";

struct Task {
    const release::PackageItem* item;
    std::int64_t epoch;
};

void write_whole(const fs::path& path, const std::string& text) {
    const fs::path beside = path.string() + ".new";
    {
        std::ofstream file{beside, std::ios::binary};
        file << text << '\n';
        if (!file.flush()) {
            throw Error{ErrorKind::unavailable,
                        "run.disk",
                        "The run's folder cannot be written.",
                        {.field = path.string()}};
        }
    }
    fs::rename(beside, path);
}

std::string read_whole(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void open_run(const Exam& exam, const SittingPlan& plan) {
    fs::create_directories(plan.run_folder);
    const auto path = plan.run_folder / kRunFile;
    const RunFile mine{std::string{kRunFormat}, exam.manifest.release_id,
                       exam.manifest_sha256,    plan.model,
                       plan.protocol,           plan.now,
                       plan.medal_version};
    if (!fs::exists(path)) {
        write_whole(path, base::to_json(mine));
        return;
    }
    const auto there = base::from_json<RunFile>(read_whole(path));
    const bool same = there.manifest_sha256 == mine.manifest_sha256 && there.model == mine.model &&
                      there.protocol == mine.protocol;
    if (same) return;
    throw Error{ErrorKind::conflict,
                "run.other",
                "This folder holds a run of another release, model or protocol.",
                {.field = plan.run_folder.string(), .hint = "Give a new folder with --output."}};
}

std::vector<Task> missing_tasks(const Exam& exam, const Protocol& protocol,
                                const std::vector<Prediction>& earlier) {
    std::set<std::pair<std::string, std::int64_t>> done;
    for (const auto& sample : earlier) {
        if (sample.status != SampleStatus::failed) done.emplace(sample.item_id, sample.epoch);
    }
    std::vector<Task> tasks;
    for (std::int64_t epoch = 1; epoch <= protocol.epochs; ++epoch) {
        for (const auto& item : exam.items) {
            if (item.split == release::Split::private_ || done.contains({item.item_id, epoch})) continue;
            tasks.push_back({&item, epoch});
        }
    }
    return tasks;
}

void read_answer(Prediction& sample, const inference::Question& question) {
    auto read = inference::read_reply(question, sample.response);
    sample.answer = std::move(read.answer);
    sample.confidence = read.confidence;
    sample.status = sample.answer ? SampleStatus::answered : SampleStatus::unreadable;
}

class Room {
  public:
    Room(const SittingPlan& plan, Asker& asker, const ShowItem& show, Journal& journal)
        : plan_(plan), asker_(asker), show_(show), journal_(journal) {}

    Prediction answer(const Task& task) const {
        Prediction sample;
        sample.item_id = task.item->item_id;
        sample.epoch = task.epoch;
        sample.model = plan_.model.name;
        sample.profile = plan_.protocol.profile;
        try {
            const inference::Question question{task.item->stem, task.item->clinical_context,
                                               task.item->language, task.item->answer_spec,
                                               show_(*task.item)};
            auto asked = asker_.ask(question);
            sample.response = std::move(asked.reply.text);
            sample.usage = asked.reply.usage;
            sample.request_sha256 = asked.request_sha256;
            read_answer(sample, question);
        } catch (const Error& error) {
            sample.status = error.kind() == ErrorKind::unsupported ? SampleStatus::unsupported_input
                                                                   : SampleStatus::failed;
            sample.error_code = error.code();
        }
        return sample;
    }

    void keep(const Prediction& sample) const { journal_.append(sample); }

  private:
    const SittingPlan& plan_;
    Asker& asker_;
    const ShowItem& show_;
    Journal& journal_;
};

// Counts and shows what comes in; safe from many threads.
class Tally {
  public:
    Tally(Progress start, const std::function<void(const Progress&)>& on_progress)
        : progress_(start), on_progress_(on_progress) {}

    void add(const Prediction& sample) {
        const std::lock_guard lock{mutex_};
        const bool has_failed = sample.status == SampleStatus::failed;
        progress_.done += has_failed ? 0 : 1;
        progress_.failed += has_failed ? 1 : 0;
        progress_.unreadable += sample.status == SampleStatus::unreadable ? 1 : 0;
        on_progress_(progress_);
    }

    const Progress& progress() const { return progress_; }

  private:
    std::mutex mutex_;
    Progress progress_;
    const std::function<void(const Progress&)>& on_progress_;
};

// True when every task was journalled or `stop` was set; false when the disk failed.
bool answer_all(const Room& room, const std::vector<Task>& tasks, int concurrency,
                const std::atomic<bool>& stop, Tally& tally) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> disk_failed{false};
    const auto work = [&] {
        for (auto i = next++; i < tasks.size() && !stop && !disk_failed; i = next++) {
            const auto sample = room.answer(tasks[i]);
            try {
                room.keep(sample);
            } catch (const Error&) {
                disk_failed = true;
                return;
            }
            tally.add(sample);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < std::max(1, concurrency); ++i) threads.emplace_back(work);
    }
    return !disk_failed;
}

}  // namespace

Progress sit(const Exam& exam, const SittingPlan& plan, Asker& asker, const ShowItem& show,
             const std::atomic<bool>& stop, const std::function<void(const Progress&)>& on_progress) {
    open_run(exam, plan);
    Journal journal{plan.run_folder / kSamplesFile};
    const auto tasks = missing_tasks(exam, plan.protocol, journal.earlier());
    const auto all = missing_tasks(exam, plan.protocol, {}).size();
    Tally tally{{static_cast<std::int64_t>(all - tasks.size()), static_cast<std::int64_t>(all), 0, 0},
                on_progress};
    if (!answer_all(Room{plan, asker, show, journal}, tasks, plan.concurrency, stop, tally)) {
        throw Error{ErrorKind::unavailable,
                    "run.disk",
                    "The journal cannot be written; is the disk full?",
                    {.field = {},
                     .hint = "Free space and run the same command again; nothing answered is lost.",
                     .detail = {}}};
    }
    const auto samples = read_predictions(plan.run_folder / kSamplesFile);
    if (const auto summary = open_summary(exam, samples, plan.protocol.epochs)) {
        write_whole(plan.run_folder / kSummaryFile, base::to_json(*summary));
    }
    return tally.progress();
}

}  // namespace medal::evaluation
