#include "imaging/worker/tasks.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/json.h"
#include "imaging/burned_in/blank.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/slide_scan.h"
#include "imaging/deid/leak_search.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/instance_head.h"
#include "imaging/face/deface.h"
#include "imaging/face/file_faces.h"
#include "imaging/face/portrait.h"
#include "imaging/inspect.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/picture/rendition.h"
#include "imaging/redact/redact.h"
#include "imaging/sandbox/message.h"
#include "imaging/sandbox/worker_loop.h"
#include "imaging/series/series.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/viewing/prepare.h"
#include "imaging/viewing/shrink.h"
#include "imaging/viewing/slide.h"
#include "imaging/worker/questions.h"
#include "imaging/worker/real_paths.h"
#include "imaging/worker/wire.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <new>
#include <utility>
#include <vector>

namespace medal::imaging::worker {
namespace {

using sandbox::packed;
using sandbox::unpacked;

constexpr std::size_t kSearchedForFaults_bytes = 65536;
constexpr std::size_t kOpenSlides = 4;
constexpr int kTileQuality = 85;

std::string failure(const base::Error& error) {
    return packed(
        {"error", base::to_json(ErrorAnswer{std::string{base::to_string(error.kind())}, error.code(),
                                            error.message(), error.field(), error.hint()})});
}

class Tasks {
  public:
    explicit Tasks(Faults faults) : faults_(std::move(faults)) {}

    void keep(const std::string& key, const std::string& text) {
        auto context = context_from_wire(text);
        deid::LeakSearch search{context.identifiers, context.profile};
        contexts_.insert_or_assign(key, Patient{std::move(context), std::move(search)});
    }

    std::string answer(const std::string& request) {
        try {
            const auto fields = unpacked(request);
            if (fields.size() != 2) base::fail_internal("a question to a sandboxed worker is damaged");
            return packed({"ok", answer(base::from_json<Task>(fields[0]), fields[1])});
        } catch (const base::Error& error) {
            return failure(error);
        } catch (const std::bad_alloc&) {
            return failure({base::ErrorKind::too_large, "imaging.memory",
                            "Reading this file needs more memory than one file may take."});
        }
    }

  private:
    struct Patient {
        PatientContext context;
        deid::LeakSearch search;
    };

    std::string answer(Task task, const std::string& question) {
        switch (task) {
            case Task::inspect:
                return base::to_json(inspect_file(fault_checked(path_in(question))));
            case Task::open:
                return open(base::from_json<OpenQuestion>(question));
            case Task::rewrite:
                return rewrite(base::from_json<RewriteQuestion>(question));
            case Task::count_leaks:
                return count_leaks(base::from_json<RewriteQuestion>(question));
            case Task::judge_text:
                return judge_text(base::from_json<FilesQuestion>(question));
            case Task::scan_text:
                return scan_text(base::from_json<ScanTextQuestion>(question));
            case Task::render:
                return render(base::from_json<picture::RenderRequest>(question));
            case Task::read_instance:
                return base::to_json(series::read_instance(fault_checked(path_in(question))));
            case Task::read_head:
                return base::to_json(dicom::read_instance_head(base::bytes_of(question)));
            case Task::fingerprint:
                return base::to_json(similar::fingerprint_file(fault_checked(path_in(question))));
            case Task::redact:
                return redact(base::from_json<redact::Request>(question));
            case Task::scan_slide_text:
                return scan_slide_text(base::from_json<redact::Request>(question));
            default:
                return show_or_find(task, question);
        }
    }

    /// What is drawn for people, and faces.
    std::string show_or_find(Task task, const std::string& question) {
        switch (task) {
            case Task::thumbnail:
                return thumbnail(base::from_json<ThumbnailQuestion>(question));
            case Task::deface:
                return deface(base::from_json<face::VolumeFiles>(question));
            case Task::draw:
                return draw(base::from_json<picture::Rendition>(question));
            case Task::find_faces:
                return base::to_json(face::find_faces_in_file(fault_checked(path_in(question))));
            case Task::obscure_faces:
                return obscure_faces(base::from_json<face::ObscureTask>(question));
            case Task::prepare:
                return prepare(base::from_json<PrepareQuestion>(question));
            case Task::tile:
                return tile(base::from_json<TileQuestion>(question));
            case Task::prepare_slide:
                return prepare_slide(base::from_json<PrepareSlideQuestion>(question));
            case Task::portraits:
                return portraits(base::from_json<face::VolumeFiles>(question));
            default:
                break;
        }
        base::fail_internal("a question to a sandboxed worker is unknown");
    }

    static std::string path_in(const std::string& question) {
        return path_from_wire(base::from_json<PathQuestion>(question).path);
    }

    std::string open(const OpenQuestion& question) {
        std::vector<deid::OpenTask> tasks;
        for (const auto& file : question.files)
            tasks.push_back({fault_checked(path_from_wire(file.path)), path_from_wire(file.unpack_to)});
        return to_wire(files_.open(tasks));
    }

    static std::optional<std::vector<deid::IndexedFile>> from_wire(
        std::optional<std::vector<deid::IndexedFile>> files) {
        if (!files) return files;
        for (auto& file : *files) file.path = path_from_wire(file.path);
        return files;
    }

    static std::vector<std::string> from_wire(std::vector<std::string> paths) {
        for (auto& path : paths) path = path_from_wire(path);
        return paths;
    }

    static face::VolumeFiles from_wire(const face::VolumeFiles& files) {
        return {from_wire(files.inputs), from_wire(files.outputs)};
    }

    const Patient& patient_of(const RewriteQuestion& question) const {
        const auto found = contexts_.find(question.context);
        if (found == contexts_.end()) base::fail_internal("a sandboxed worker does not know the patient");
        return found->second;
    }

    std::vector<deid::RewriteTask> tasks_of(const RewriteQuestion& question) const {
        const auto& [context, search] = patient_of(question);
        std::vector<deid::RewriteTask> tasks;
        tasks.reserve(question.files.size());
        for (const auto& file : question.files) {
            tasks.push_back({fault_checked(path_from_wire(file.path)),
                             path_from_wire(file.output_stem),
                             context.profile,
                             context.secrets,
                             {context.identifiers, context.key, context.slide_files},
                             file.search_text,
                             &search,
                             file.naming,
                             from_wire(file.indexed),
                             {}});
            for (const auto& part : file.parts) {
                tasks.back().parts.emplace_back(part.empty() ? part : fault_checked(path_from_wire(part)));
            }
        }
        return tasks;
    }

    std::string rewrite(const RewriteQuestion& question) {
        return to_wire(files_.rewrite(tasks_of(question)));
    }

    std::string count_leaks(const RewriteQuestion& question) {
        CountAnswer answer;
        for (const auto& task : tasks_of(question)) answer.count += files_.count_leaks(task);
        return base::to_json(answer);
    }

    std::string judge_text(const FilesQuestion& question) {
        std::vector<std::filesystem::path> slices;
        for (const auto& path : question.paths) slices.emplace_back(fault_checked(path_from_wire(path)));
        return base::to_json(files_.may_hold_text(slices));
    }

    std::string scan_text(const ScanTextQuestion& question) {
        const auto path = path_from_wire(question.path);
        RegionsAnswer answer{burned_in::scan_file(fault_checked(path), scanner_)};
        if (!question.blank_to.empty()) {
            auto identifiers = answer.regions;
            std::erase_if(identifiers, [](const auto& region) {
                return region.text_class != burned_in::TextClass::identifier;
            });
            burned_in::blank_regions(path, path_from_wire(question.blank_to), identifiers);
        }
        return base::to_json(answer);
    }

    std::string scan_slide_text(const redact::Request& request) {
        fault_checked(request.path);
        return base::to_json(RegionsAnswer{burned_in::scan_slide_file(request, scanner_)});
    }

    std::string render(picture::RenderRequest request) {
        request.paths = from_wire(request.paths);
        request.output = path_from_wire(request.output);
        for (const auto& path : request.paths) fault_checked(path);
        picture::render_file(request);
        return {};
    }

    std::string deface(const face::VolumeFiles& asked) {
        const auto files = from_wire(asked);
        for (const auto& input : files.inputs) fault_checked(input);
        return base::to_json(face::deface_volume(files));
    }

    std::string draw(const picture::Rendition& rendition) {
        fault_checked(rendition.path);
        const auto picture = picture::draw(rendition);
        return {reinterpret_cast<const char*>(picture.data()), picture.size()};
    }

    std::string obscure_faces(face::ObscureTask task) const {
        task.path = path_from_wire(task.path);
        task.output = path_from_wire(task.output);
        fault_checked(task.path);
        return base::to_json(CountAnswer{face::obscure_faces(task)});
    }

    std::string portraits(const face::VolumeFiles& asked) {
        const auto files = from_wire(asked);
        for (const auto& input : files.inputs) fault_checked(input);
        const auto volume = face::read_volume(files);
        std::vector<std::string> pictures;
        for (const auto side : {face::Side::front, face::Side::left}) {
            const auto png = picture::encode_png(face::portrait(volume, side));
            pictures.emplace_back(reinterpret_cast<const char*>(png.data()), png.size());
        }
        return packed(pictures);
    }

    std::string redact(const redact::Request& request) {
        fault_checked(request.path);
        return base::to_json(redact::redact_file(request));
    }

    std::string thumbnail(const ThumbnailQuestion& question) {
        const MappedFile file{fault_checked(question.path)};
        const auto raster = picture::load_any(file.bytes(), {question.frame, {}});
        const auto png = picture::encode_png(picture::fitted(raster, question.longest_px));
        return packed({base::to_json(ThumbnailAnswer{raster.height, raster.width}),
                       {reinterpret_cast<const char*>(png.data()), png.size()}});
    }

    std::string prepare(const PrepareQuestion& question) {
        auto prepared =
            viewing::prepare_file(fault_checked(question.path), question.rendition, question.longest_px);
        return packed({base::to_json(prepared.media), std::move(prepared.thumbnail_png)});
    }

    std::string prepare_slide(const PrepareSlideQuestion& question) {
        for (const auto& path : question.paths) fault_checked(path);
        auto prepared =
            viewing::prepare_dicom_slide({question.paths.begin(), question.paths.end()}, question.longest_px);
        return packed({base::to_json(prepared.media), std::move(prepared.thumbnail_png)});
    }

    std::string tile(const TileQuestion& question) {
        for (const auto& path : question.paths) fault_checked(path);
        auto& slide = opened_slide(question.paths);
        return viewing::encode_jpeg(slide.tile({question.level, question.column, question.row}),
                                    kTileQuality);
    }

    /// The last few stay open: who looks at a slide asks for many tiles of it.
    viewing::Slide& opened_slide(const std::vector<std::string>& paths) {
        const auto found =
            std::find_if(slides_.begin(), slides_.end(), [&](const auto& one) { return one.first == paths; });
        if (found != slides_.end()) {
            std::rotate(slides_.begin(), found, found + 1);
            return slides_.front().second;
        }
        if (slides_.size() >= kOpenSlides) slides_.pop_back();
        slides_.emplace(slides_.begin(), paths, viewing::Slide{{paths.begin(), paths.end()}});
        return slides_.front().second;
    }

    /// Crashes or hangs where a test asked for it.
    const std::string& fault_checked(const std::string& path) const {
        if (faults_.crash_on.empty() && faults_.hang_on.empty()) return path;
        const MappedFile file{path};
        const auto head =
            text_of(file.bytes().first(std::min(file.bytes().size(), kSearchedForFaults_bytes)));
        const auto holds = [&](const std::string& text) {
            return !text.empty() && head.find(text) != std::string_view::npos;
        };
        if (holds(faults_.crash_on)) std::abort();
        volatile std::uint64_t turns = 0;
        while (holds(faults_.hang_on)) turns = turns + 1;
        return path;
    }

    Faults faults_;
    deid::LocalFileWork files_;
    burned_in::TextScanner scanner_;
    std::vector<std::pair<std::vector<std::string>, viewing::Slide>> slides_;
    std::map<std::string, Patient> contexts_;
};

}  // namespace

int serve(const Faults& faults) {
    Tasks tasks{faults};
    return sandbox::run_worker(
        {.keep = [&](const std::string& key, const std::string& text) { tasks.keep(key, text); },
         .answer = [&](const std::string& request) { return tasks.answer(request); }});
}

}  // namespace medal::imaging::worker
