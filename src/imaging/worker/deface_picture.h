// One photograph, film or DICOM photograph: searched for faces, and written without them where that is sure
// or a person decided. Part of deface_batch.
#pragma once

#include "imaging/worker/deface_batch.h"

#include <optional>

namespace medal::imaging::worker {

struct PictureTask {
    std::string input;
    /// Without its ending; empty to look only.
    std::filesystem::path output_stem{};
    face::Style style = face::Style::block;
    /// Instead of what is found.
    const PictureReport* decided = nullptr;
};

/// nullopt for files that show no people by their kind.
std::optional<PictureReport> deface_picture(const PictureTask& task, Crew& crew);

}  // namespace medal::imaging::worker
