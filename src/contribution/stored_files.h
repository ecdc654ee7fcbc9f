// The stored files of one image in a clear folder in memory, where the crew changes them; and the rows of the
// image with the changed files in their places.
#pragma once

#include "base/error.h"
#include "contribution/redaction_rules.h"
#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "imaging/worker/crew.h"
#include "work/run.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::contribution {

struct FileAtWork {
    rules::StoredFile stored;
    std::filesystem::path in;
    std::filesystem::path out;
    /// Where its pixels or its references changed.
    std::optional<ReplacedFile> replaced{};
    /// Of DICOM files.
    std::string uid{};
    std::string new_uid{};

    /// As it is after the work.
    const std::filesystem::path& now() const { return replaced ? out : in; }
};

struct AssetAtWork {
    AssetRow asset;
    std::vector<FrameRow> frames;
    std::vector<DicomInstanceRow> instances;
    std::vector<FileAtWork> files;
    /// What was made anew of the changed files: what the asset keeps beside its frames.
    std::vector<blob::StoredBlob> beside{};

    bool is_changed() const;
    /// Then each file is one resolution of the whole picture.
    bool is_dicom_slide() const;
};

/// Of a slide in DICOM, whatever its resolutions.
std::optional<imaging::redact::SlideSize> slide_of(const AssetAtWork& one);

/// What a file or a person's wish is the reason of: trying again helps nobody.
bool is_final(const base::Error& error);

/// Its rows; files are named but not yet there.
AssetAtWork load_asset_at_work(db::Session& session, const AssetRow& asset,
                               const std::filesystem::path& folder);

/// Throws what the blob store throws.
void copy_blob(blob::Store& blobs, const base::Sha256& hash, const std::filesystem::path& to);

/// Into the blob store, as what replaces the file.
void store_output(blob::Store& blobs, FileAtWork& file, const std::string& media_type);

/// Sizes, hashes, frames and instances follow the replaced files; the thumbnail and every other copy that
/// shows the picture (tiles, a film that browsers play) is made anew. Throws Error{unsupported,
/// "redaction.shape"} where it would have other frames or another size than before.
void put_in_place(work::Workshop& shop, imaging::worker::Crew& crew, AssetAtWork& one);

/// Its rows; the bytes of everything that was replaced go with the last reference to them.
void keep_in_place(work::Unit& unit, const AssetAtWork& one);

}  // namespace medal::contribution
