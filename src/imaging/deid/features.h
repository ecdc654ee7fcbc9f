// What becomes of a file that came out, after its visual features were looked at: another file takes its
// place, is verified and told in the report, or it is taken away and a person has to look.
#pragma once

#include "imaging/deid/face_work.h"
#include "imaging/deid/file_work.h"
#include "imaging/deid/report.h"

namespace medal::imaging::deid {

struct FeaturesTask {
    const std::filesystem::path& output;
    const FeaturesResult& result;
    /// Names the new file, where there is one.
    const RewriteTask& check;
    FileWork& work;
};

void settle_features(const FeaturesTask& task, FileReport& report);

}  // namespace medal::imaging::deid
