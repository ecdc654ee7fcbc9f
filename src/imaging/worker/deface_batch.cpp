#include "imaging/worker/deface_batch.h"

#include "base/error.h"
#include "imaging/folder_walk.h"
#include "imaging/worker/deface_picture.h"

#include <algorithm>
#include <fmt/format.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;
using face::Verdict;

struct Group {
    std::vector<std::size_t> files;
    /// Why it cannot be read; empty where it can.
    std::string refused;
    bool is_dicom = false;
    /// What a camera took: each file by itself.
    bool is_photograph = false;
};

/// Slices of a series together, in the order of their places; every other file alone.
std::vector<Group> groups_of(const std::vector<FoundFile>& files, Crew& crew) {
    std::vector<Group> groups;
    std::vector<series::Instance> instances;
    std::vector<std::size_t> instance_file;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].refused) {
            groups.push_back({{i}, files[i].refused->message, false});
            continue;
        }
        try {
            if (auto instance = crew.read_instance(files[i].path)) {
                instances.push_back(std::move(*instance));
                instance_file.push_back(i);
            } else {
                groups.push_back({{i}, {}, false});
            }
        } catch (const base::Error& error) {
            if (error.code() == "imaging.sandbox") throw;
            groups.push_back({{i}, error.message(), false});
        }
    }
    for (const auto& stack : series::build_stacks(instances)) {
        const bool is_photograph = std::all_of(stack.order.begin(), stack.order.end(), [&](auto index) {
            return face::may_show_people(instances[index].sop_class);
        });
        Group group{{}, {}, true, is_photograph};
        for (const auto index : stack.order) group.files.push_back(instance_file[index]);
        groups.push_back(std::move(group));
    }
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return *std::min_element(a.files.begin(), a.files.end()) <
               *std::min_element(b.files.begin(), b.files.end());
    });
    return groups;
}

class Batch {
  public:
    Batch(const DefaceRequest& request, Crew& crew)
        : request_(request),
          files_(files_of(request.inputs, request.output)),
          output_(request.output),
          crew_(crew) {}

    DefaceReport run() {
        for (const auto& group : groups_of(files_, crew_)) {
            if (!group.refused.empty() || !add_pictures(group)) add(volume_of(group));
        }
        return std::move(report_);
    }

  private:
    /// False where the group is no picture of people.
    bool add_pictures(const Group& group) {
        if (group.is_dicom && !group.is_photograph) return false;
        for (const auto file : group.files) {
            PictureTask task{files_[file].path.string(), {}, request_.style, decided_on(files_[file].path)};
            if (!output_.empty()) task.output_stem = output_ / fmt::format("{:06}", file + 1);
            auto picture = deface_picture(task, crew_);
            if (!picture) return false;
            add(std::move(*picture));
        }
        return true;
    }

    const PictureReport* decided_on(const fs::path& file) const {
        const auto found = std::find_if(request_.decided.begin(), request_.decided.end(),
                                        [&](const PictureReport& one) { return one.input == file.string(); });
        return found == request_.decided.end() ? nullptr : &*found;
    }

    VolumeReport volume_of(const Group& group) {
        VolumeReport volume;
        face::VolumeFiles task;
        for (const auto file : group.files) volume.inputs.push_back(files_[file].path.string());
        if (!group.refused.empty()) {
            volume.result.reason = group.refused;
            return volume;
        }
        try {
            task.inputs = volume.inputs;
            if (!output_.empty()) task.outputs = outputs_of(group);
            volume.result = crew_.deface(task);
            finish(task, volume);
        } catch (const base::Error& error) {
            if (error.code() == "imaging.sandbox") throw;
            volume.status = FaceStatus::refused;
            volume.result.reason = error.message();
            // Half a series is no result.
            for (const auto& output : task.outputs) fs::remove(output);
        }
        return volume;
    }

    std::vector<std::string> outputs_of(const Group& group) const {
        std::vector<std::string> outputs;
        for (const auto file : group.files) {
            const auto name = files_[file].path.filename().string();
            const char* ending = group.is_dicom ? "dcm" : name.ends_with(".nii") ? "nii" : "nii.gz";
            outputs.push_back((output_ / fmt::format("{:06}.{}", file + 1, ending)).string());
        }
        return outputs;
    }

    void finish(const face::VolumeFiles& task, VolumeReport& volume) const {
        const auto verdict = volume.result.verdict;
        if (verdict == Verdict::undecided) {
            volume.status = FaceStatus::undecided;
            return;
        }
        if (task.outputs.empty()) {
            volume.status = FaceStatus::judged;
            return;
        }
        volume.status = verdict == Verdict::face ? FaceStatus::defaced : FaceStatus::unchanged;
        for (std::size_t i = 0; i < task.outputs.size(); ++i) {
            if (verdict == Verdict::no_face) {
                fs::copy_file(task.inputs[i], task.outputs[i], fs::copy_options::overwrite_existing);
            }
            volume.outputs.push_back(fs::path{task.outputs[i]}.filename().string());
        }
    }

    void add(VolumeReport volume) {
        auto& sum = report_.summary;
        ++sum.volumes;
        count(volume.status);
        const bool is_decided = volume.status != FaceStatus::refused;
        sum.with_face += is_decided && volume.result.verdict == Verdict::face;
        sum.without_face += is_decided && volume.result.verdict == Verdict::no_face;
        sum.voxels_removed += volume.result.voxels_removed;
        report_.volumes.push_back(std::move(volume));
    }

    void add(PictureReport picture) {
        auto& sum = report_.summary;
        ++sum.pictures;
        count(picture.status);
        const bool is_decided =
            picture.status != FaceStatus::refused && picture.status != FaceStatus::undecided;
        sum.with_face += is_decided && !picture.found.faces.empty();
        sum.without_face += is_decided && picture.found.faces.empty();
        report_.pictures.push_back(std::move(picture));
    }

    void count(FaceStatus status) {
        auto& sum = report_.summary;
        sum.defaced += status == FaceStatus::defaced;
        sum.unchanged += status == FaceStatus::unchanged;
        sum.judged += status == FaceStatus::judged;
        sum.undecided += status == FaceStatus::undecided;
        sum.refused += status == FaceStatus::refused;
    }

    const DefaceRequest& request_;
    std::vector<FoundFile> files_;
    fs::path output_;
    Crew& crew_;
    DefaceReport report_;
};

}  // namespace

DefaceReport deface_files(const DefaceRequest& request, Crew& crew) {
    return Batch{request, crew}.run();
}

}  // namespace medal::imaging::worker
