// Faces out of what was de-identified: volumes, photographs, films and DICOM photographs are judged by
// deface_batch; DICOM files that were searched say so in their codes.
#pragma once

#include "imaging/deid/face_work.h"
#include "imaging/worker/crew.h"

namespace medal::imaging::worker {

class FaceCleaner final : public deid::FaceWork {
  public:
    explicit FaceCleaner(Crew& crew) : crew_(crew) {}

    /// CT, MR and PET images that are no volume, or one that cannot be told, are `undecided`; radiographs,
    /// ultrasound, slides and what is no image are `none`.
    std::vector<deid::FeaturesResult> clean(const std::vector<std::filesystem::path>& files,
                                            const std::filesystem::path& folder) override;

  private:
    Crew& crew_;
};

}  // namespace medal::imaging::worker
