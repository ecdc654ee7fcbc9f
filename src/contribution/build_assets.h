// From a folder of de-identified files to assets: stacks in shown order with their frames as blobs.
#pragma once

#include "blob/store.h"
#include "contribution/kept_media.h"
#include "contribution/rows.h"
#include "imaging/finding.h"
#include "imaging/worker/crew.h"
#include "work/unit.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace medal::contribution {

/// Over the hashes of the frames in shown order.
base::Sha256 hash_of(const std::vector<FrameRow>& frames);

struct BuiltAsset {
    AssetRow asset;
    std::vector<FrameRow> frames;
    std::int64_t thumbnail_bytes = 0;
    /// Empty for pictures.
    std::vector<DicomInstanceRow> instances{};
    /// What is kept beside frames and thumbnail.
    std::vector<blob::StoredBlob> others{};
};

/// Where the frames of one file are shown.
struct FramePlace {
    AssetId asset_id;
    std::int64_t first_frame = 0;
    /// Of a slide in DICOM, whose file is one resolution of several: each tells the places of all.
    bool is_resolution = false;
};

struct BuiltAssets {
    std::vector<BuiltAsset> assets;
    imaging::Findings findings;
    /// By the file's name below the folder.
    std::map<std::string, FramePlace> places;
};

/// The files of `folder` are read and drawn by `crew` only. Files that no stack and no picture can be made
/// from are named in `findings` and left out.
BuiltAssets build_assets(work::Workshop& shop, imaging::worker::Crew& crew, CaseId case_id,
                         const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files,
                         const std::function<void(std::size_t done)>& report);

}  // namespace medal::contribution
