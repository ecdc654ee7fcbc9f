// From a folder of de-identified files to assets: stacks in shown order with their frames as blobs.
#pragma once

#include "contribution/rows.h"
#include "imaging/finding.h"
#include "work/unit.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace medal::contribution {

struct BuiltAsset {
    AssetRow asset;
    std::vector<FrameRow> frames;
    std::int64_t thumbnail_bytes = 0;
};

struct BuiltAssets {
    std::vector<BuiltAsset> assets;
    imaging::Findings findings;
};

/// Files that no stack and no picture can be made from are named in `findings` and left out.
BuiltAssets build_assets(work::Workshop& shop, CaseId case_id,
                         const std::vector<std::filesystem::path>& files,
                         const std::function<void(std::size_t done)>& report);

}  // namespace medal::contribution
