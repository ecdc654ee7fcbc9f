// What is kept of a picture, slide, film or volume beside its own file: what a browser is shown instead of
// it, when the frames of a film begin, and the parts of the asset that say so. The same when a file is first
// stored and when it was redacted, so that no copy of it is forgotten.
#pragma once

#include "blob/store.h"
#include "contribution/rows.h"
#include "imaging/worker/crew.h"
#include "work/unit.h"

#include <filesystem>
#include <string>
#include <vector>

namespace medal::contribution {

constexpr std::size_t kThumbnail_px = 256;

struct MediaFiles {
    std::filesystem::path file;
    /// Where the crew may write what is shown instead; it is gone afterwards.
    std::filesystem::path rendition;
};

struct KeptMedia {
    imaging::viewing::Media media;
    std::string thumbnail_png;
    /// In the blob store; the caller keeps them for the asset.
    std::vector<blob::StoredBlob> others;
};

/// Kind, size, spacing and layout of `asset` follow the file, and its bytes grow by the rendition. Throws
/// what Crew::prepare and the blob store throw.
KeptMedia keep_media(work::Workshop& shop, imaging::worker::Crew& crew, const MediaFiles& files,
                     AssetRow& asset);

/// The same of the resolutions of one slide in DICOM, which have nothing beside them.
KeptMedia keep_slide(imaging::worker::Crew& crew, const std::vector<std::filesystem::path>& resolutions,
                     AssetRow& asset);

}  // namespace medal::contribution
