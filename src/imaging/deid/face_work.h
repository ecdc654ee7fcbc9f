// Who cleans recognizable visual features out of files that came out (Clean Recognizable Visual Features
// Option, PS3.15 E.3.2). Series are judged as a whole, so all files of a batch are given together.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace medal::imaging::deid {

/// `none`: by its kind it shows nobody, and was not searched. `undecided`: a person has to look; nothing of
/// it may stay.
enum class Features { none, searched, cleaned, undecided };

struct FeaturesResult {
    Features features = Features::none;
    std::string reason;
    /// What takes the place of the file, with its ending; empty where the file stays as it is.
    std::filesystem::path file{};
};

class FaceWork {
  public:
    virtual ~FaceWork() = default;
    /// One result for each file; new files are written into `folder`, which is there.
    virtual std::vector<FeaturesResult> clean(const std::vector<std::filesystem::path>& files,
                                              const std::filesystem::path& folder) = 0;
};

}  // namespace medal::imaging::deid
