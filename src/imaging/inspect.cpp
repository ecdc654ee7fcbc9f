#include "imaging/inspect.h"

#include "base/error.h"
#include "base/text.h"
#include "imaging/deid/uncleanable.h"
#include "imaging/dicom/directory.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/film/stills.h"
#include "imaging/folder_walk.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/nifti_checks.h"
#include "imaging/picture_checks.h"
#include "imaging/prescan.h"
#include "imaging/raster_checks.h"
#include "imaging/slide_set/foreign_slide.h"
#include "imaging/slide_set/listing.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace medal::imaging {
namespace {

constexpr dicom::Tag kPixelSpacing{0x00280030}, kImagerSpacing{0x00181164}, kSliceSpacing{0x00180088},
    kSliceThickness{0x00180050}, kPosition{0x00200032}, kOrientation{0x00200037};
/// A photograph of more is not decoded for an inspection.
constexpr std::uint64_t kMostJudged_px = 24'000'000;

/// A modality is one of CID 29's codes; anything else is not repeated.
std::optional<std::string> modality_of(const dicom::DataSet& data) {
    const auto text = data.text(dicom::tags::kModality);
    const bool is_code = text.size() >= 2 && text.size() <= 16 &&
                         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return is_code ? std::optional{std::string{text}} : std::nullopt;
}

std::optional<Geometry> geometry_of(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape) return std::nullopt;
    Geometry geometry{shape->columns, shape->rows, shape->frames, {}, {}, {}};
    auto spacing = data.decimals(kPixelSpacing);
    if (spacing.size() != 2) spacing = data.decimals(kImagerSpacing);
    if (spacing.size() == 2) {
        geometry.spacing_mm = {spacing[1], spacing[0]};  // the standard gives row spacing first
        auto between = data.decimals(kSliceSpacing);
        if (between.empty()) between = data.decimals(kSliceThickness);
        if (!between.empty()) geometry.spacing_mm.push_back(between[0]);
    }
    geometry.position_mm = data.decimals(kPosition);
    geometry.orientation = data.decimals(kOrientation);
    return geometry;
}

void append(Findings& findings, Findings more) {
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

/// How many of the listed files are in the folder of the index. Its names are compared, never opened.
std::size_t count_present(const std::set<std::string>& listed, const std::filesystem::path& folder) {
    std::set<std::string> present;
    for (const auto& file : walk_folder(folder)) {
        auto key = dicom::file_key(file.path.lexically_relative(folder).string());
        if (listed.contains(key)) present.insert(std::move(key));
    }
    return present.size();
}

void inspect_index(const dicom::DataSet& data, const std::filesystem::path& path, Inspection& inspection) {
    const auto counts = dicom::count_records(data);
    inspection.findings.push_back(note(
        "dicom.directory", fmt::format("This is an index (DICOMDIR) of {} patients, {} studies, {} series "
                                       "and {} files.",
                                       counts.patients, counts.studies, counts.series, counts.files)));
    const auto listed = dicom::listed_files(data);
    const std::set<std::string> wanted{listed.begin(), listed.end()};
    const auto present = count_present(wanted, path.parent_path());
    if (present < wanted.size()) {
        inspection.findings.push_back(warning(
            "dicom.directory_missing", fmt::format("{} of the {} files that it lists are not in its folder.",
                                                   wanted.size() - present, wanted.size())));
    }
}

void inspect_dicom(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    auto scan = dicom::scan_file(bytes);
    inspection.findings = std::move(scan.findings);
    if (!scan.data) return;
    inspection.transfer_syntax = scan.data->transfer_syntax;
    inspection.modality = modality_of(*scan.data);
    inspection.sop_class = std::string{scan.data->text(dicom::tags::kSopClass)};
    inspection.geometry = geometry_of(*scan.data);
    if (dicom::is_directory(*scan.data)) return inspect_index(*scan.data, path, inspection);
    append(inspection.findings, deid::what_cannot_be_cleaned(*scan.data, deid::Profile{}));
    append(inspection.findings, judge_picture(*scan.data));
}

void inspect_nifti(Bytes bytes, Inspection& inspection) {
    const auto header = check_nifti(bytes, inspection.findings);
    if (!header) return;
    Geometry geometry{header->dim[1], header->dim[2], 1, {}, {}, {}};
    for (std::size_t i = 3; i <= header->dim[0]; ++i) geometry.frames *= header->dim[i];
    geometry.spacing_mm = {header->pixdim[1], header->pixdim[2], header->pixdim[3]};
    inspection.geometry = geometry;
    append(inspection.findings, judge_volume(bytes, *header));
}

void inspect_raster(Bytes bytes, Inspection& inspection) {
    auto& findings = inspection.findings;
    const auto size = inspection.kind == FileKind::png    ? check_png(bytes, findings)
                      : inspection.kind == FileKind::jpeg ? check_jpeg(bytes, findings)
                      : inspection.kind == FileKind::webp ? check_webp(bytes, findings)
                                                          : check_tiff(bytes, findings);
    if (!size || refuses(findings)) return;
    inspection.geometry = Geometry{size->width, size->height, 1, {}, {}, {}};
    const bool is_small = size->width * size->height <= kMostJudged_px;
    if (inspection.kind != FileKind::slide && is_small) append(findings, judge_raster(bytes));
}

void inspect_film(Bytes bytes, Inspection& inspection) {
    inspection.findings = prescan(bytes).findings;
    if (refuses(inspection.findings)) return;
    try {
        const auto shape = film::shape_of(bytes);
        inspection.geometry = Geometry{shape.columns, shape.rows, shape.pictures, {}, {}, {}};
    } catch (const base::Error& error) {
        inspection.findings.push_back(warning(error.code(), error.message()));
    }
}

void inspect_set(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    const auto listing = slide_set::read_listing(bytes);
    inspection.findings.push_back(
        note("slide.set", fmt::format("This is the file that lists the parts of a slide of several files. To "
                                      "de-identify it, {}; it becomes one TIFF file.",
                                      slide_set::how_to_give(listing.kind))));
    std::error_code error;
    std::set<std::string> present;
    for (std::filesystem::directory_iterator at{path.parent_path(), error}, end; !error && at != end;
         at.increment(error)) {
        present.insert(base::lower_ascii(at->path().filename().string()));
    }
    std::size_t needed = 0, missing = 0;
    for (const auto& part : listing.parts) {
        if (!slide_set::is_needed(part.role)) continue;
        ++needed;
        missing += present.contains(base::lower_ascii(part.name)) ? 0 : 1;
    }
    if (missing > 0) {
        inspection.findings.push_back(
            warning("slide.part_missing",
                    fmt::format("{} of the {} files that it needs are not in its folder.", missing, needed)));
    }
}

/// The scan of a large data base takes longer than an inspection may.
void inspect_database(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    constexpr std::size_t kMostOpened_bytes = 256 << 20;
    inspection.findings.push_back(
        note("slide.database", "This is a Sakura slide. De-identification writes it anew as TIFF."));
    if (bytes.size() > kMostOpened_bytes) return;
    const slide_set::ForeignSlide slide{{path, slide_set::kSakura, bytes.size()}};
    const auto& level = slide.file().levels().front();
    inspection.geometry = Geometry{
        static_cast<std::uint64_t>(level.columns), static_cast<std::uint64_t>(level.rows), 1, {}, {}, {}};
}

void inspect_foreign_slide(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    inspection.findings = prescan(bytes).findings;
    if (refuses(inspection.findings)) return;
    if (inspection.kind == FileKind::slide_set) return inspect_set(bytes, path, inspection);
    inspect_database(bytes, path, inspection);
}

void inspect_bytes(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    inspection.kind = detect_kind(bytes);
    switch (inspection.kind) {
        case FileKind::dicom:
            return inspect_dicom(bytes, path, inspection);
        case FileKind::nifti:
            return inspect_nifti(bytes, inspection);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::webp:
        case FileKind::tiff:
        case FileKind::slide:
            return inspect_raster(bytes, inspection);
        case FileKind::mp4:
        case FileKind::matroska:
            return inspect_film(bytes, inspection);
        case FileKind::slide_set:
        case FileKind::slide_database:
            return inspect_foreign_slide(bytes, path, inspection);
        default:
            inspection.findings = prescan(bytes).findings;
    }
}

void inspect_gzip(Bytes bytes, const std::filesystem::path& path, Inspection& inspection) {
    if (detect_gzipped_kind(bytes) == FileKind::tar) return inspect_bytes(bytes, path, inspection);
    inspection.kind = FileKind::gzip;
    const auto inflated = inflate_image(bytes, inspection.findings);
    if (inflated) inspect_bytes(*inflated, path, inspection);
}

}  // namespace

Inspection inspect_file(const std::filesystem::path& path) {
    Inspection inspection;
    try {
        const MappedFile file{path};
        if (detect_kind(file.bytes()) == FileKind::gzip) {
            inspect_gzip(file.bytes(), path, inspection);
        } else {
            inspect_bytes(file.bytes(), path, inspection);
        }
    } catch (const base::Error& error) {
        inspection.findings.push_back(refusal(error.code(), error.message()));
    }
    return inspection;
}

}  // namespace medal::imaging
