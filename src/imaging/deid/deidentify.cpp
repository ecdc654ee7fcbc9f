#include "imaging/deid/deidentify.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/deid/formats.h"
#include "imaging/deid/leak_search.h"
#include "imaging/deid/painting.h"
#include "imaging/deid/written_file.h"
#include "imaging/dicom/directory.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <utility>

namespace medal::imaging::deid {
namespace {

/// A file as the formats see it: gzipped images are inflated first.
struct Opened {
    MappedFile file;
    std::optional<std::vector<std::byte>> inflated;
    FileKind kind = FileKind::unknown;
    Findings findings;

    Bytes bytes() const { return inflated ? Bytes{*inflated} : file.bytes(); }
};

Opened open_input(MappedFile file) {
    Opened opened{std::move(file), std::nullopt, FileKind::unknown, {}};
    opened.kind = detect_kind(opened.file.bytes());
    if (opened.kind != FileKind::gzip) return opened;
    opened.inflated = inflate_image(opened.file.bytes(), opened.findings);
    opened.kind = opened.inflated ? detect_kind(*opened.inflated) : FileKind::unknown;
    return opened;
}

std::optional<Opened> try_open(const std::filesystem::path& path, Findings& findings) {
    try {
        return open_input(MappedFile{path, Descriptor::kept});
    } catch (const base::Error& error) {
        findings.push_back(refusal(error.code(), error.message()));
        return std::nullopt;
    }
}

/// Everything but DICOM, whose reader is its own pre-scan.
void prescan_other(Opened& opened) {
    if (opened.kind == FileKind::dicom || refuses(opened.findings)) return;
    const auto scan = prescan(opened.bytes());
    opened.findings.insert(opened.findings.end(), scan.findings.begin(), scan.findings.end());
}

void describe_pixels(const dicom::DataSet& data, const Opened& opened, Collected& collected) {
    const auto shape = dicom::shape_of(data);
    const auto* pixels = data.find(dicom::tags::kPixelData);
    if (!shape || pixels == nullptr) return;
    collected.encoding = fmt::format("{} {} {} {} {}", data.transfer_syntax, shape->rows, shape->columns,
                                     shape->frames, pixels->length);
    collected.pixels = {pixels->value_offset, pixels->length};
    const bool is_packed = opened.inflated || data.transfer_syntax == dicom::kDeflated;
    if (is_packed) collected.packed_pixels_sha256 = base::sha256(collected.pixels.in(data.bytes)).text();
}

void run_format(FileKind kind, FormatContext& context) {
    if (paint_raster(kind, context) || paint_film(kind, context) || refuses(context.findings)) return;
    switch (kind) {
        case FileKind::dicom:
            return deidentify_dicom(context);
        case FileKind::png:
            return deidentify_png(context);
        case FileKind::jpeg:
            return deidentify_jpeg(context);
        case FileKind::webp:
            return deidentify_webp(context);
        case FileKind::tiff:
            return deidentify_tiff(context);
        case FileKind::slide:
            deidentify_tiff(context);
            return paint_slide(context, context.input);
        case FileKind::slide_set:
        case FileKind::slide_database:
            return deidentify_foreign_slide(kind, context);
        case FileKind::nifti:
            return deidentify_nifti(context);
        case FileKind::mp4:
            return deidentify_mp4(context);
        case FileKind::matroska:
            return deidentify_matroska(context);
        default:
            context.findings.push_back(refusal("deid.kind", "Files of this kind cannot be de-identified."));
    }
}

bool is_picture(FileKind kind) {
    return kind == FileKind::png || kind == FileKind::jpeg || kind == FileKind::tiff ||
           kind == FileKind::webp || kind == FileKind::mp4 || kind == FileKind::matroska ||
           kind == FileKind::slide || becomes_tiff(kind);
}

std::string reason_of(const Findings& findings) {
    const auto error = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::error;
    });
    return error != findings.end() ? error->message : std::string{};
}

/// The task's own one, or one that is made now.
class TaskSearch {
  public:
    explicit TaskSearch(const RewriteTask& task) : given_(task.verification) {
        if (given_ == nullptr) own_.emplace(task.subject.identifiers, task.profile);
    }
    const LeakSearch* operator->() const { return own_ ? &*own_ : given_; }

  private:
    const LeakSearch* given_;
    std::optional<LeakSearch> own_;
};

std::uint64_t leaks_in(const WrittenFile& written, const TaskSearch& search) {
    const auto leaks = search->count(written.bytes(), [&](Bytes part) { written.release(part); });
    if (detect_kind(written.bytes()) != FileKind::gzip) return leaks;
    Findings unreadable;
    const auto inflated = inflate_image(written.bytes(), unreadable);
    // What cannot be looked at is not clean.
    return inflated ? leaks + search->count(*inflated) : leaks + 1;
}

/// A damaged picture may pass only because of what was beside it. DICOM is written by rules that keep it
/// whole, and packed volumes are inflated by the search for leaks.
bool is_whole(const WrittenFile& written) {
    const auto kind = detect_kind(written.bytes());
    if (kind == FileKind::dicom || kind == FileKind::gzip) return true;
    return !refuses(prescan(written.bytes()).findings);
}

void write_and_verify(const OutputPlan& plan, const MappedFile& input, const std::filesystem::path& output,
                      const RewriteTask& task, DeidResult& result) {
    auto file = plan.write_beside(output, &input);
    bool whole = false;
    {
        const WrittenFile written{file};
        result.leaks = leaks_in(written, TaskSearch{task});
        whole = is_whole(written);
    }
    if (result.leaks == 0 && whole) {
        file.take_place();
        result.status = FileStatus::written;
        return;
    }
    // What may stand there is of an earlier run, and not what this file became.
    std::error_code ignored;
    std::filesystem::remove(output, ignored);
    if (result.leaks > 0) {
        result.status = FileStatus::quarantined;
        result.findings.push_back(
            refusal("deid.leak", "The verification found an identifier of the input in the output."));
    } else {
        result.status = FileStatus::refused;
        result.findings.push_back(refusal(
            "deid.damaged", "The file is damaged: without what stood beside its picture it is none."));
    }
}

}  // namespace

Collected collect_identifiers(MappedFile input) {
    Collected collected;
    collected.bytes = input.bytes().size();
    auto opened = open_input(std::move(input));
    collected.findings = std::move(opened.findings);
    collected.kind = opened.kind;
    if (is_picture(opened.kind)) collected.text_risk = TextRisk::usual;
    if (opened.kind != FileKind::dicom) return collected;
    auto scan = dicom::scan_file(opened.bytes());
    collected.findings = std::move(scan.findings);
    if (!scan.data) return collected;
    collected.identifiers.collect(*scan.data);
    const auto text = [&](dicom::Tag tag) {
        return base::Identifying<std::string>{std::string{scan.data->text(tag)}};
    };
    collected.patient_id = text(dicom::tags::kPatientId);
    collected.study_uid = text(dicom::tags::kStudyInstance);
    collected.series_uid = text(dicom::tags::kSeriesInstance);
    collected.instance_uid = text(dicom::tags::kSopInstance);
    describe_pixels(*scan.data, opened, collected);
    if (dicom::is_directory(*scan.data)) {
        collected.listed_files = base::Identifying<std::vector<std::string>>{dicom::listed_files(*scan.data)};
    }
    collected.text_risk = text_risk_of(*scan.data);
    if (const auto matrix = dicom::tile_matrix_of(*scan.data)) {
        collected.slide = Collected::SlideSides{matrix->columns, matrix->rows};
    }
    return collected;
}

DeidResult refused(const base::Error& error) {
    DeidResult result;
    result.reason = error.message();
    result.findings.push_back(refusal(error.code(), error.message()));
    return result;
}

DeidResult deidentify_file(const RewriteTask& task, burned_in::TextScanner& scanner) {
    DeidResult result;
    auto opened = try_open(task.input, result.findings);
    if (opened) {
        prescan_other(*opened);
        result.kind = opened->kind;
        result.findings = std::move(opened->findings);
        OutputPlan plan;
        ActionLog log;
        FormatContext context{opened->bytes(), task.profile, task.secrets, task.subject, plan, log,
                              result.findings};
        if (task.search_text && task.profile.clean_pixel_data) context.scanner = &scanner;
        context.indexed = task.indexed;
        context.input = task.input;
        context.output_stem = task.output_stem;
        context.parts = task.parts;
        if (!refuses(result.findings)) run_format(opened->kind, context);
        result.actions = log.entries();
        result.burned_in = std::move(context.burned_in);
        result.kind = context.new_kind.value_or(result.kind);
        if (!refuses(result.findings)) {
            if (task.naming == Naming::by_kind) {
                result.ending = context.ending.empty() ? output_extension(result.kind) : context.ending;
            }
            auto output = task.output_stem;
            output += result.ending;
            write_and_verify(plan, opened->file, output, task, result);
        }
    }
    result.reason = reason_of(result.findings);
    return result;
}

std::uint64_t count_leaks(const RewriteTask& task) {
    const WrittenFile file{task.input};
    const TaskSearch search{task};
    const auto leaks = leaks_in(file, search);
    // We write none that are deflated; others do.
    if (detect_kind(file.bytes()) != FileKind::dicom) return leaks;
    const auto scan = dicom::scan_file(file.bytes());
    return scan.data && scan.data->inflated ? leaks + search->count(*scan.data->inflated) : leaks;
}

std::string_view output_extension(FileKind kind) {
    switch (kind) {
        case FileKind::dicom:
            return ".dcm";
        case FileKind::nifti:
            return ".nii.gz";
        case FileKind::png:
            return ".png";
        case FileKind::jpeg:
            return ".jpg";
        case FileKind::tiff:
            return ".tif";
        case FileKind::slide:
            return ".svs";
        case FileKind::webp:
            return ".webp";
        case FileKind::mp4:
            return ".mp4";
        case FileKind::matroska:
            return ".mkv";
        default:
            return "";
    }
}

}  // namespace medal::imaging::deid
