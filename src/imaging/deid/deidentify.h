// De-identification of one file: pre-scan, rewrite under the policy, verify the written bytes. Two phases
// over a study: collect what identifies from every file first, then rewrite each with what was found in all.
#pragma once

#include "base/error.h"
#include "imaging/burned_in/text_scan.h"
#include "imaging/deid/identifiers.h"
#include "imaging/deid/profile.h"
#include "imaging/deid/report.h"
#include "imaging/deid/secrets.h"
#include "imaging/deid/slide_files.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/slide_set/listing.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

/// The files that the list of a slide names, in its order.
struct SlideParts {
    slide_set::SetKind kind = slide_set::SetKind::mirax;
    std::vector<slide_set::PartRole> roles;
    /// Identifying.
    base::Identifying<std::vector<std::string>> names;
};

/// What the first phase learns of a file. `identifiers` is merged over the files of one patient.
struct Collected {
    /// Of the whole file.
    std::uint64_t bytes = 0;
    FileKind kind = FileKind::unknown;
    Findings findings;
    Identifiers identifiers;
    /// Identifying. Empty where the file has none.
    base::Identifying<std::string> patient_id;
    base::Identifying<std::string> study_uid;
    base::Identifying<std::string> series_uid;
    base::Identifying<std::string> instance_uid;
    /// Transfer syntax and dimensions, and where in the file the pixel data lies.
    std::string encoding;
    struct PixelRange {
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        /// The whole where the place does not lie inside of it.
        Bytes in(Bytes whole) const {
            const bool inside = offset <= whole.size() && length <= whole.size() - offset;
            return inside ? whole.subspan(offset, length) : whole;
        }
    } pixels;
    /// Instead of the place, where the pixels lie packed in the file (gzip, the deflated transfer syntax).
    std::optional<std::string> packed_pixels_sha256{};
    TextRisk text_risk = TextRisk::none;
    /// Of a resolution of a slide in DICOM: sides of all of it in pixels.
    struct SlideSides {
        std::int64_t columns = 0;
        std::int64_t rows = 0;
    };
    std::optional<SlideSides> slide{};
    /// Of a DICOMDIR: what it lists, in the form of dicom::file_key.
    std::optional<base::Identifying<std::vector<std::string>>> listed_files{};
    /// Of the list of a slide of several files.
    std::optional<SlideParts> slide_parts{};
};
Collected collect_identifiers(MappedFile input);

/// What the second phase needs of the patient that the file belongs to.
struct Subject {
    const Identifiers& identifiers;
    /// Equal for all files of the patient; pseudonym and date offset follow from it.
    base::Identifying<std::string> key;
    /// All resolutions of all slides in DICOM of the patient.
    std::span<const SlideFile> slide_files{};
};

struct DeidResult {
    FileStatus status = FileStatus::refused;
    /// Of the result, where there is one.
    FileKind kind = FileKind::unknown;
    std::string reason;
    Findings findings;
    std::vector<ReportAction> actions;
    std::uint64_t leaks = 0;
    TextReport burned_in;
    /// Of the written file's name.
    std::string ending{};
};

class LeakSearch;

/// A file that came out, and its place as a DICOMDIR names it.
struct IndexedFile {
    std::string path;
    std::string file_id;
};
BOOST_DESCRIBE_STRUCT(IndexedFile, (), (path, file_id))

/// Media want names without an ending (PS3.10, 8.2).
enum class Naming { by_kind, as_on_media };
BOOST_DESCRIBE_ENUM(Naming, by_kind, as_on_media)

struct RewriteTask {
    std::filesystem::path input;
    /// Without an ending: the kind of the result decides it.
    std::filesystem::path output_stem;
    const Profile& profile;
    const StudySecrets& secrets;
    Subject subject;
    bool search_text = false;
    /// Made of the same identifiers and profile, for many files of a patient; nullptr: made for this file.
    const LeakSearch* verification = nullptr;
    Naming naming = Naming::by_kind;
    /// Of a DICOMDIR: what the new one lists. nullopt: a DICOMDIR is refused.
    std::optional<std::vector<IndexedFile>> indexed{};
    /// Of a slide of several files, as BatchInput has them.
    std::vector<std::filesystem::path> parts{};
    /// A slide that is written anew, which takes its time.
    bool becomes_tiff = false;
};

/// Of a file that could not be worked on.
DeidResult refused(const base::Error& error);

/// Writes the output only when the result is clean: with a leak there is no file afterwards and the status is
/// `quarantined`. Throws base::Error only when the output cannot be written.
/// `scanner` is used where the task and the profile ask for it.
DeidResult deidentify_file(const RewriteTask& task, burned_in::TextScanner& scanner);

/// What `task.input`, a result, holds of the patient's identifiers: packed and deflated ones are inflated,
/// too.
std::uint64_t count_leaks(const RewriteTask& task);

/// The file name ending of what deidentify_file writes for a kind: ".dcm", ".nii.gz", …
std::string_view output_extension(FileKind kind);

}  // namespace medal::imaging::deid
