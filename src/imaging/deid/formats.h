// One function a format, all of the same shape: trusted input bytes in, new bytes planned, actions logged.
#pragma once

#include "imaging/deid/deidentify.h"
#include "imaging/deid/output_plan.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace medal::imaging::deid {

struct FormatContext {
    Bytes file;
    const Profile& profile;
    const StudySecrets& secrets;
    const Subject& subject;
    OutputPlan& plan;
    ActionLog& log;
    /// Appended to; an error refuses the file, and nothing is written.
    Findings& findings;
    /// nullptr: pixels are not searched for text.
    burned_in::TextScanner* scanner = nullptr;
    TextReport burned_in{};
    /// Of the result where it is not the input's.
    std::optional<FileKind> new_kind{};
    /// Of a DICOMDIR: the written files that it lists. nullopt: it is not written anew.
    std::optional<std::vector<IndexedFile>> indexed{};
    /// Of the file name, where it is not the kind's own.
    std::string ending{};
    /// Without an ending: beside it a film or slide is written that is encoded anew.
    std::filesystem::path output_stem{};
    /// The file itself, and the parts of a slide of several files.
    std::filesystem::path input{};
    std::vector<std::filesystem::path> parts{};
    /// Bytes that the plan refers to beyond `file`, in memory or on disk.
    std::shared_ptr<const MappedFile> film{};
    std::shared_ptr<const std::vector<std::byte>> inflated{};
};

/// Raster pictures of any kind: true when text was painted over and the new picture planned as PNG.
bool paint_raster(FileKind kind, FormatContext& context);
/// Films: searched; true when text was painted over and the film planned anew as MP4.
bool paint_film(FileKind kind, FormatContext& context);
/// Slides in one file, after everything else is planned: searched as `shown` shows them; where text has to be
/// painted over, the plan is what was planned, painted.
void paint_slide(FormatContext& context, const std::filesystem::path& shown);
/// The same of one resolution of a slide in DICOM, for what is found on any of them.
void paint_dicom_slide(FormatContext& context, const dicom::DataSet& data);
void deidentify_dicom(FormatContext& context);
/// A new DICOMDIR over the files of `indexed`.
void write_directory(FormatContext& context);
void deidentify_png(FormatContext& context);
void deidentify_jpeg(FormatContext& context);
void deidentify_webp(FormatContext& context);
void deidentify_tiff(FormatContext& context);
void deidentify_foreign_slide(FileKind kind, FormatContext& context);
void deidentify_nifti(FormatContext& context);
void deidentify_mp4(FormatContext& context);
void deidentify_matroska(FormatContext& context);

}  // namespace medal::imaging::deid
