#include "imaging/worker/clean_faces.h"

#include "base/error.h"
#include "imaging/face/file_faces.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/worker/deface_batch.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;
using deid::Features;
using deid::FeaturesResult;

bool is_volume(std::string_view modality) {
    constexpr std::array<std::string_view, 3> kVolumes{"CT", "MR", "PT"};
    return std::find(kVolumes.begin(), kVolumes.end(), modality) != kVolumes.end();
}

bool is_dicom(const fs::path& file) {
    return detect_kind(MappedFile{file}.bytes()) == FileKind::dicom;
}

/// Of other kinds, all but slides may show people.
bool may_show_people(const fs::path& file, Crew& crew) {
    if (!is_dicom(file)) return detect_kind(MappedFile{file}.bytes()) != FileKind::slide;
    try {
        const auto instance = crew.read_instance(file);
        return instance && (is_volume(instance->modality) || face::may_show_people(instance->sop_class));
    } catch (const base::Error& error) {
        if (error.code() == "imaging.sandbox") throw;
        return true;  // whoever searches it says what is wrong with it
    }
}

FeaturesResult result_of(FaceStatus status, const std::string& reason) {
    switch (status) {
        case FaceStatus::defaced:
            return {Features::cleaned, reason};
        case FaceStatus::unchanged:
            return {Features::searched, reason};
        default:
            return {Features::undecided, reason};
    }
}

/// By the path of the input; the file is set where its pixels changed.
std::map<std::string, FeaturesResult> results_of(const DefaceReport& report, const fs::path& folder) {
    std::map<std::string, FeaturesResult> results;
    for (const auto& volume : report.volumes) {
        for (std::size_t i = 0; i < volume.inputs.size(); ++i) {
            auto result = result_of(volume.status, volume.result.reason);
            if (result.features == Features::cleaned) result.file = folder / volume.outputs.at(i);
            results.insert_or_assign(volume.inputs[i], std::move(result));
        }
    }
    for (const auto& picture : report.pictures) {
        auto result = result_of(picture.status, picture.reason);
        if (result.features == Features::cleaned) result.file = folder / picture.output;
        results.insert_or_assign(picture.input, std::move(result));
    }
    return results;
}

/// The file says by itself what was done to it.
void mark(const fs::path& file, std::size_t number, FeaturesResult& result, const fs::path& folder,
          Crew& crew) {
    redact::Request request;
    request.path = result.file.empty() ? file.string() : result.file.string();
    request.output = (folder / fmt::format("{:06}-marked.dcm", number)).string();
    request.is_defaced = result.features == Features::cleaned;
    request.is_searched_for_faces = true;
    try {
        crew.redact(request);
        result.file = request.output;
    } catch (const base::Error& error) {
        if (error.code() == "imaging.sandbox") throw;
        result = {Features::undecided, error.message()};
    }
}

}  // namespace

std::vector<FeaturesResult> FaceCleaner::clean(const std::vector<fs::path>& files, const fs::path& folder) {
    std::vector<fs::path> searched;
    for (const auto& file : files) {
        if (may_show_people(file, crew_)) searched.push_back(file);
    }
    const auto report = deface_files({.inputs = searched, .output = folder}, crew_);
    auto found = results_of(report, folder);
    std::vector<FeaturesResult> results;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto result = std::move(found[files[i].string()]);
        const bool is_decided = result.features == Features::cleaned || result.features == Features::searched;
        if (is_decided && is_dicom(files[i])) mark(files[i], i, result, folder, crew_);
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace medal::imaging::worker
