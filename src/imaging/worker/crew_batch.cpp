#include "base/error.h"
#include "base/json.h"
#include "imaging/worker/crew.h"
#include "imaging/worker/crew_questions.h"
#include "imaging/worker/wire.h"

#include <algorithm>
#include <iterator>

namespace medal::imaging::worker {

using sandbox::Outcome;

void Crew::begin_batch() {
    const std::lock_guard guard{lock_};
    ++batch_;
    contexts_.clear();
}

const std::pair<std::string, std::string>& Crew::context_of(const deid::RewriteTask& task) {
    const std::lock_guard guard{lock_};
    const void* patient = &task.subject.identifiers;
    const auto [found, is_new] = contexts_.try_emplace(patient);
    if (is_new) {
        std::vector<deid::SlideFile> slides(task.subject.slide_files.begin(), task.subject.slide_files.end());
        for (auto& slide : slides) slide.file = paths_.find(slide.file).path;
        found->second = {std::to_string(batch_) + " " + std::to_string(contexts_.size()),
                         context_to_wire(task, slides)};
    }
    return found->second;
}

/// Processor time is given for one file and what the bytes of all earn: what takes longer is asked for again,
/// one by one.
std::vector<deid::OpenedInput> Crew::ask_to_open(std::span<const deid::OpenTask> tasks) {
    OpenQuestion question;
    auto cpu_ms = kScanTime_ms;
    for (const auto& task : tasks) {
        auto place = paths_.find(task.input);
        question.files.push_back({path_to_wire(place.path), path_to_wire(paths_.find_new(task.unpack_to))});
        cpu_ms += place.bytes / kPackedBytesPerMs;
    }
    auto opened = opened_from_wire(ask({Task::open, base::to_json(question), cpu_ms}));
    if (opened.size() != tasks.size()) throw_failed(Outcome::crashed);
    return opened;
}

std::vector<deid::OpenedInput> Crew::open(std::span<const deid::OpenTask> tasks) {
    try {
        return ask_to_open(tasks);
    } catch (const base::Error& error) {
        if (error.code() == "imaging.sandbox") throw;
        if (tasks.size() == 1) {
            std::vector<deid::OpenedInput> opened(1);
            opened.front().refused = refusal(error.code(), error.message());
            return opened;
        }
    }
    std::vector<deid::OpenedInput> opened;
    for (std::size_t i = 0; i < tasks.size(); ++i)
        opened.push_back(std::move(open(tasks.subspan(i, 1)).front()));
    return opened;
}

/// What writing a slide anew takes, whose parts are told to the worker.
std::uint64_t Crew::add_parts(const deid::RewriteTask& task, const Place& list, RewriteOrder& order) {
    std::uint64_t bytes = list.bytes;
    for (const auto& part : task.parts) {
        const auto place = part.empty() ? Place{} : paths_.find(part);
        order.parts.push_back(path_to_wire(place.path));
        bytes += place.bytes;
    }
    if (!task.becomes_tiff) return 0;
    return std::min(kWorkTime_ms + bytes / kSlideBytesPerMs, kMostShownTime_ms);
}

std::vector<deid::DeidResult> Crew::ask_to_rewrite(std::span<const deid::RewriteTask> tasks) {
    const auto& [key, context] = context_of(tasks.front());
    RewriteQuestion question{key, {}};
    // What is searched brings a time of its own.
    auto cpu_ms = tasks.front().search_text ? 0 : kWorkTime_ms;
    for (const auto& task : tasks) {
        auto place = paths_.find(task.input);
        cpu_ms += task.search_text ? searching_time_ms(place) : place.bytes / kBytesPerMs;
        if (task.search_text && !task.subject.slide_files.empty()) cpu_ms += kSlideTime_ms;
        RewriteOrder order{path_to_wire(place.path),
                           path_to_wire(paths_.find_new(task.output_stem)),
                           task.search_text,
                           task.naming,
                           task.indexed,
                           {}};
        cpu_ms += add_parts(task, place, order);
        if (order.indexed) {
            for (auto& file : *order.indexed) file.path = path_to_wire(paths_.find(file.path).path);
            cpu_ms += order.indexed->size() * kIndexedFile_ms;
        }
        question.files.push_back(std::move(order));
    }
    auto results = results_from_wire(ask({Task::rewrite, base::to_json(question), cpu_ms, key, context}));
    if (results.size() != tasks.size()) throw_failed(Outcome::crashed);
    return results;
}

namespace {

/// What a process that was stopped had begun to write.
void remove_unfinished(const std::filesystem::path& stem) {
    std::error_code error;
    const auto name = stem.filename().string() + ".";
    for (const auto& entry : std::filesystem::directory_iterator{stem.parent_path(), error}) {
        const auto found = entry.path().filename().string();
        if (found.starts_with(name) && found.ends_with(".part")) std::filesystem::remove_all(entry, error);
    }
}

}  // namespace

std::vector<deid::DeidResult> Crew::rewrite_for_patient(std::span<const deid::RewriteTask> tasks) {
    try {
        return ask_to_rewrite(tasks);
    } catch (const base::Error& error) {
        for (const auto& task : tasks) remove_unfinished(task.output_stem);
        if (tasks.size() == 1) return {deid::refused(error)};
    }
    std::vector<deid::DeidResult> results;
    for (std::size_t i = 0; i < tasks.size(); ++i)
        results.push_back(std::move(rewrite_for_patient(tasks.subspan(i, 1)).front()));
    return results;
}

std::vector<deid::DeidResult> Crew::rewrite(std::span<const deid::RewriteTask> tasks) {
    std::vector<deid::DeidResult> results;
    while (!tasks.empty()) {
        const auto* patient = &tasks.front().subject.identifiers;
        const auto other = std::find_if(tasks.begin(), tasks.end(), [&](const deid::RewriteTask& task) {
            return &task.subject.identifiers != patient;
        });
        const auto count = static_cast<std::size_t>(other - tasks.begin());
        auto some = rewrite_for_patient(tasks.first(count));
        results.insert(results.end(), std::move_iterator{some.begin()}, std::move_iterator{some.end()});
        tasks = tasks.subspan(count);
    }
    return results;
}

std::uint64_t Crew::count_leaks(const deid::RewriteTask& task) {
    const auto& [key, context] = context_of(task);
    const auto place = paths_.find(task.input);
    const RewriteQuestion question{key, {{.path = path_to_wire(place.path)}}};
    return base::from_json<CountAnswer>(ask({Task::count_leaks, base::to_json(question),
                                             kWorkTime_ms + place.bytes / kPackedBytesPerMs, key, context}))
        .count;
}

bool Crew::may_hold_text(const std::vector<std::filesystem::path>& slices) {
    FilesQuestion question;
    std::uint64_t cpu_ms = kWorkTime_ms;
    for (const auto& slice : slices) {
        auto place = paths_.find(slice);
        question.paths.push_back(path_to_wire(place.path));
        cpu_ms += place.bytes / kBytesPerMs;
    }
    try {
        return base::from_json<bool>(ask({Task::judge_text, base::to_json(question), cpu_ms}));
    } catch (const base::Error&) {
        return true;  // whoever rewrites the slices says what is wrong with them
    }
}

}  // namespace medal::imaging::worker
