// The way to foreign bytes: every file is read, de-identified, decoded and drawn in sandboxed processes, and
// what crashes or hangs there is a clear error for that file (design: "the way a file goes").
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/deid/file_work.h"
#include "imaging/dicom/instance_head.h"
#include "imaging/face/deface.h"
#include "imaging/face/file_faces.h"
#include "imaging/inspect.h"
#include "imaging/picture/render.h"
#include "imaging/picture/rendition.h"
#include "imaging/redact/region.h"
#include "imaging/sandbox/worker_pool.h"
#include "imaging/series/series.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/viewing/prepare.h"
#include "imaging/viewing/slide.h"
#include "imaging/worker/real_paths.h"

#include <map>
#include <memory>
#include <mutex>

namespace medal::imaging::worker {

struct RewriteOrder;

constexpr std::uint64_t kInspectMemory_bytes = 512ULL << 20;
constexpr std::uint64_t kFileMemory_bytes = 1ULL << 30;

struct CrewOptions {
    /// Files and folders, whatever the form of their paths.
    std::vector<std::filesystem::path> readable;
    std::vector<std::filesystem::path> writable;
    unsigned workers = 1;
    std::uint64_t memory_bytes = kFileMemory_bytes;
    /// The program that serves as worker when called with `imaging-worker`: this one by default.
    std::filesystem::path program = "/proc/self/exe";
    /// After `imaging-worker`: for tests, which have the worker crash or hang.
    std::vector<std::string> worker_arguments{};
};

struct Thumbnail {
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::string png;
};

/// All of it may be called from many threads. Each function throws base::Error: "imaging.crashed",
/// "imaging.time" for what a file did to its worker, "imaging.sandbox" where no worker can be started, and
/// what the work itself refuses.
class Crew final : public deid::FileWork {
  public:
    explicit Crew(const CrewOptions& options);
    ~Crew() override;

    void begin_batch() override;
    std::vector<deid::OpenedInput> open(std::span<const deid::OpenTask> tasks) override;
    std::vector<deid::DeidResult> rewrite(std::span<const deid::RewriteTask> tasks) override;
    std::uint64_t count_leaks(const deid::RewriteTask& task) override;
    /// True as well where the slices crash or hang a worker.
    bool may_hold_text(const std::vector<std::filesystem::path>& slices) override;

    Inspection inspect(const std::filesystem::path& file);
    std::vector<burned_in::TextRegion> scan_text(const std::filesystem::path& file,
                                                 const std::filesystem::path& blank_to);
    /// On one resolution of a slide in DICOM, around the regions; see burned_in/slide_scan.h.
    std::vector<burned_in::TextRegion> scan_slide_text(const redact::Request& request);
    void render(const picture::RenderRequest& request);
    std::optional<series::Instance> read_instance(const std::filesystem::path& file);
    /// Of any accepted file. Without a number: the first frame of DICOM, all of a slide, else the middle.
    Thumbnail thumbnail(const std::filesystem::path& file, std::optional<std::uint64_t> frame,
                        std::uint64_t longest_px);
    /// One volume: a NIfTI file, or the slices of a DICOM series. Writes where outputs are given.
    face::VolumeResult deface(const face::VolumeFiles& files);
    /// In photographs, films and what a camera took in DICOM; see face/file_faces.h.
    face::PictureFaces find_faces(const std::filesystem::path& file);
    std::uint64_t obscure_faces(const face::ObscureTask& task);
    /// PNGs of one volume: from the front, from the left side.
    std::vector<std::string> portraits(const face::VolumeFiles& files);
    /// Makes regions of one stored file unreadable; see redact/redact.h.
    redact::Result redact(const redact::Request& request);
    similar::Fingerprint fingerprint(const std::filesystem::path& file);
    /// The bytes of the picture.
    std::string draw(const picture::Rendition& rendition);
    /// Of a file's first bytes, which travel with the question.
    std::optional<dicom::InstanceHead> read_head(std::string_view head);
    viewing::Prepared prepare(const std::filesystem::path& file, const std::filesystem::path& rendition,
                              std::int64_t longest_px);
    /// The instances of one slide in DICOM.
    viewing::Prepared prepare_slide(const std::vector<std::filesystem::path>& files, std::int64_t longest_px);
    /// JPEG; of one file or of the instances of one slide.
    std::string tile(const std::vector<std::filesystem::path>& files, const viewing::TilePlace& place);

  private:
    struct Asked;
    std::string ask(const Asked& asked);
    std::vector<deid::OpenedInput> ask_to_open(std::span<const deid::OpenTask> tasks);
    /// All of one patient.
    std::vector<deid::DeidResult> ask_to_rewrite(std::span<const deid::RewriteTask> tasks);
    std::uint64_t add_parts(const deid::RewriteTask& task, const Place& list, RewriteOrder& order);
    std::vector<deid::DeidResult> rewrite_for_patient(std::span<const deid::RewriteTask> tasks);
    const std::pair<std::string, std::string>& context_of(const deid::RewriteTask& task);

    sandbox::WorkerPool pool_;
    RealPaths paths_;
    std::mutex lock_;
    std::uint64_t batch_ = 0;
    /// Key and wire form of each patient of the batch.
    std::map<const void*, std::pair<std::string, std::string>> contexts_;
};

}  // namespace medal::imaging::worker
