#include "imaging/worker/crew.h"

#include "base/error.h"
#include "base/json.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/sandbox/message.h"
#include "imaging/worker/crew_questions.h"

#include <algorithm>

namespace medal::imaging::worker {
namespace {

using sandbox::Outcome;
using sandbox::packed;
using sandbox::unpacked;

constexpr std::uint64_t kAnswer_bytes = 512ULL << 20;

std::vector<std::filesystem::path> existing(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (const auto& path : paths) {
        auto real = std::filesystem::canonical(path, error);
        if (!error) found.push_back(std::move(real));
    }
    return found;
}

sandbox::PoolOptions pool_options(const CrewOptions& options) {
    sandbox::PoolOptions pool;
    pool.job.program = options.program;
    pool.job.arguments = {"imaging-worker"};
    pool.job.arguments.insert(pool.job.arguments.end(), options.worker_arguments.begin(),
                              options.worker_arguments.end());
    pool.job.readable = existing(options.readable);
    pool.job.writable = existing(options.writable);
    pool.job.limits.memory_bytes = options.memory_bytes;
    pool.job.limits.output_bytes = kAnswer_bytes;
    pool.most_workers = options.workers;
    return pool;
}

base::ErrorKind kind_of(const std::string& text) {
    for (auto kind = static_cast<int>(base::ErrorKind::not_found);
         kind < static_cast<int>(base::ErrorKind::internal); ++kind) {
        if (text == base::to_string(static_cast<base::ErrorKind>(kind)))
            return static_cast<base::ErrorKind>(kind);
    }
    return base::ErrorKind::internal;
}

}  // namespace

std::uint64_t film_time_ms(const Place& place) {
    return std::min(kFilmTime_ms + place.bytes / kFilmBytesPerMs, kMostFilmTime_ms);
}

namespace {

FileKind kind_at(const Place& place) {
    const MappedFile file{place.path};
    return detect_kind(file.bytes());
}

}  // namespace

std::uint64_t searching_time_ms(const Place& place) {
    const auto kind = kind_at(place);
    if (kind == FileKind::mp4 || kind == FileKind::matroska) return kFilmWriting * film_time_ms(place);
    const auto least = kind == FileKind::slide ? kWorkTime_ms + kSlideTime_ms : kWorkTime_ms;
    return std::min(least + place.bytes / kFilmBytesPerMs, kMostFilmTime_ms);
}

void throw_failed(Outcome outcome) {
    if (outcome == Outcome::not_started) {
        throw base::Error{
            base::ErrorKind::unavailable,
            "imaging.sandbox",
            "The protected process that reads images cannot be started.",
            {.hint = "See that bubblewrap (bwrap) works, or that the program itself can be read."}};
    }
    if (outcome == Outcome::timed_out) {
        throw base::Error{base::ErrorKind::invalid,
                          "imaging.time",
                          "Reading this file took longer than any sound file does; it was stopped.",
                          {.hint = "Export the image again, without compression if you can."}};
    }
    throw base::Error{
        base::ErrorKind::invalid,
        "imaging.crashed",
        "This file is damaged in a way that stopped the program reading it; nothing else was touched.",
        {.hint = "Export the image again, without compression if you can."}};
}

Crew::Crew(const CrewOptions& options) : pool_(pool_options(options)) {}

Crew::~Crew() = default;

std::string Crew::ask(const Asked& asked) {
    const auto request = packed({base::to_json(asked.task), asked.question});
    const auto reply =
        pool_.ask({request, asked.context_key, asked.context, asked.cpu_ms, asked.cpu_ms * 4 + 5'000});
    if (reply.outcome != Outcome::exited) throw_failed(reply.outcome);
    auto fields = unpacked(reply.answer);
    if (fields.size() != 2) throw_failed(Outcome::crashed);
    if (fields[0] == "ok") return std::move(fields[1]);
    auto error = base::from_json<ErrorAnswer>(fields[1]);
    throw base::Error{kind_of(error.kind),
                      std::move(error.code),
                      std::move(error.message),
                      {.field = std::move(error.field), .hint = std::move(error.hint)}};
}

Inspection Crew::inspect(const std::filesystem::path& file) {
    const auto place = paths_.find(file);
    try {
        return base::from_json<Inspection>(
            ask({Task::inspect, base::to_json(PathQuestion{path_to_wire(place.path)}),
                 kScanTime_ms + place.bytes / kBytesPerMs}));
    } catch (const base::Error& error) {
        Inspection inspection;
        inspection.findings.push_back(refusal(error.code(), error.message()));
        return inspection;
    }
}

std::vector<burned_in::TextRegion> Crew::scan_text(const std::filesystem::path& file,
                                                   const std::filesystem::path& blank_to) {
    const auto place = paths_.find(file);
    const ScanTextQuestion question{path_to_wire(place.path),
                                    blank_to.empty() ? "" : path_to_wire(paths_.find(blank_to).path)};
    return base::from_json<RegionsAnswer>(
               ask({Task::scan_text, base::to_json(question), searching_time_ms(place)}))
        .regions;
}

std::vector<burned_in::TextRegion> Crew::scan_slide_text(const redact::Request& request) {
    const auto place = paths_.find(request.path);
    auto question = request;
    question.path = place.path;
    return base::from_json<RegionsAnswer>(
               ask({Task::scan_slide_text, base::to_json(question), searching_time_ms(place)}))
        .regions;
}

void Crew::render(const picture::RenderRequest& request) {
    auto question = request;
    auto cpu_ms = kWorkTime_ms;
    for (auto& path : question.paths) {
        auto place = paths_.find(path);
        path = path_to_wire(place.path);
        cpu_ms += kSliceTime_ms + place.bytes / kBytesPerMs;
    }
    question.output = path_to_wire(paths_.find(request.output).path);
    // Many frames, each drawn and encoded.
    if (request.cine) cpu_ms += kFilmTime_ms;
    ask({Task::render, base::to_json(question), cpu_ms});
}

std::optional<series::Instance> Crew::read_instance(const std::filesystem::path& file) {
    const auto place = paths_.find(file);
    return base::from_json<std::optional<series::Instance>>(
        ask({Task::read_instance, base::to_json(PathQuestion{path_to_wire(place.path)}),
             kScanTime_ms + place.bytes / kBytesPerMs}));
}

Thumbnail Crew::thumbnail(const std::filesystem::path& file, std::optional<std::uint64_t> frame,
                          std::uint64_t longest_px) {
    const ThumbnailQuestion question{paths_.find(file).path, frame, longest_px};
    auto fields = unpacked(ask({Task::thumbnail, base::to_json(question), kWorkTime_ms}));
    if (fields.size() != 2) throw_failed(Outcome::crashed);
    const auto size = base::from_json<ThumbnailAnswer>(fields[0]);
    return {size.rows, size.columns, std::move(fields[1])};
}

namespace {

/// The files by their real paths, and what reading all of them may take.
std::uint64_t with_real_paths(RealPaths& paths, const face::VolumeFiles& files, face::VolumeFiles& question) {
    std::uint64_t cpu_ms = kWorkTime_ms;
    for (const auto& input : files.inputs) {
        auto place = paths.find(input);
        question.inputs.push_back(path_to_wire(place.path));
        cpu_ms += kSliceTime_ms + place.bytes / kPackedBytesPerMs;
    }
    for (const auto& output : files.outputs)
        question.outputs.push_back(path_to_wire(paths.find(output).path));
    return cpu_ms;
}

}  // namespace

face::VolumeResult Crew::deface(const face::VolumeFiles& files) {
    face::VolumeFiles question;
    const auto cpu_ms = with_real_paths(paths_, files, question);
    return base::from_json<face::VolumeResult>(ask({Task::deface, base::to_json(question), cpu_ms}));
}

face::PictureFaces Crew::find_faces(const std::filesystem::path& file) {
    const auto place = paths_.find(file);
    return base::from_json<face::PictureFaces>(
        ask({Task::find_faces, base::to_json(PathQuestion{path_to_wire(place.path)}), film_time_ms(place)}));
}

std::uint64_t Crew::obscure_faces(const face::ObscureTask& task) {
    const auto place = paths_.find(task.path);
    auto question = task;
    question.path = path_to_wire(place.path);
    question.output = path_to_wire(paths_.find(task.output).path);
    const auto cpu_ms = kFilmWriting * film_time_ms(place);
    return base::from_json<CountAnswer>(ask({Task::obscure_faces, base::to_json(question), cpu_ms})).count;
}

viewing::Prepared Crew::prepare(const std::filesystem::path& file, const std::filesystem::path& rendition,
                                std::int64_t longest_px) {
    const auto place = paths_.find(file);
    const PrepareQuestion question{place.path, paths_.find(rendition).path, longest_px};
    const auto cpu_ms = std::min(kMostShownTime_ms, kWorkTime_ms + place.bytes / kShownBytesPerMs);
    auto fields = unpacked(ask({Task::prepare, base::to_json(question), cpu_ms}));
    if (fields.size() != 2) throw_failed(Outcome::crashed);
    return {base::from_json<viewing::Media>(fields[0]), std::move(fields[1])};
}

viewing::Prepared Crew::prepare_slide(const std::vector<std::filesystem::path>& files,
                                      std::int64_t longest_px) {
    PrepareSlideQuestion question{{}, longest_px};
    auto cpu_ms = kWorkTime_ms;
    for (const auto& file : files) {
        auto place = paths_.find(file);
        question.paths.push_back(std::move(place.path));
        cpu_ms = std::min(kMostShownTime_ms, cpu_ms + place.bytes / kShownBytesPerMs);
    }
    auto fields = unpacked(ask({Task::prepare_slide, base::to_json(question), cpu_ms}));
    if (fields.size() != 2) throw_failed(Outcome::crashed);
    return {base::from_json<viewing::Media>(fields[0]), std::move(fields[1])};
}

std::string Crew::tile(const std::vector<std::filesystem::path>& files, const viewing::TilePlace& place) {
    TileQuestion question{{}, place.level, place.column, place.row};
    for (const auto& file : files) question.paths.push_back(paths_.find(file).path);
    return ask({Task::tile, base::to_json(question), kTileTime_ms});
}

std::vector<std::string> Crew::portraits(const face::VolumeFiles& files) {
    face::VolumeFiles question;
    const auto cpu_ms = with_real_paths(paths_, files, question);
    return unpacked(ask({Task::portraits, base::to_json(question), cpu_ms}));
}

redact::Result Crew::redact(const redact::Request& request) {
    const auto place = paths_.find(request.path);
    auto question = request;
    question.path = place.path;
    question.output = paths_.find(request.output).path;
    return base::from_json<redact::Result>(
        ask({Task::redact, base::to_json(question), searching_time_ms(place)}));
}

similar::Fingerprint Crew::fingerprint(const std::filesystem::path& file) {
    const auto place = paths_.find(file);
    return base::from_json<similar::Fingerprint>(
        ask({Task::fingerprint, base::to_json(PathQuestion{path_to_wire(place.path)}),
             kWorkTime_ms + place.bytes / kBytesPerMs}));
}

std::string Crew::draw(const picture::Rendition& rendition) {
    const auto place = paths_.find(rendition.path);
    auto question = rendition;
    question.path = place.path;
    return ask({Task::draw, base::to_json(question), kDrawTime_ms + place.bytes / kBytesPerMs});
}

std::optional<dicom::InstanceHead> Crew::read_head(std::string_view head) {
    return base::from_json<std::optional<dicom::InstanceHead>>(
        ask({Task::read_head, std::string{head}, kScanTime_ms}));
}

}  // namespace medal::imaging::worker
