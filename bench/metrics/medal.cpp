// metrics_bench_medal PAIR METRICS THREADS ROUNDS: of a pair in memory; METRICS is target (the five that the
// targets name) or standard (all that are measured when nothing is asked for). metrics_bench_medal --write
// PAIR FOLDER: the pair as NIfTI files, for programs that only read files. Prints one JSON line: times of
// each round in seconds, memory in bytes before and at the peak.
#include "metrics/segmentation/segmentation.h"
#include "process.h"
#include "volumes.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace medal::bench {
namespace {

template <class Value>
void put(std::vector<char>& header, std::size_t at, Value value) {
    std::memcpy(&header[at], &value, sizeof value);
}

/// NIfTI-1, one file, unsigned bytes, positions by the sform.
void write_nifti(const metrics::LabelVolume& volume, const std::string& path) {
    std::vector<char> header(352, 0);
    put<std::int32_t>(header, 0, 348);
    put<std::int16_t>(header, 40, 3);
    put<float>(header, 76, 1);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto spacing = static_cast<float>(volume.geometry.spacing_mm[axis]);
        put<std::int16_t>(header, 42 + 2 * axis, static_cast<std::int16_t>(volume.geometry.size[axis]));
        put<float>(header, 80 + 4 * axis, spacing);
        put<float>(header, 280 + 20 * axis, spacing);
    }
    for (std::size_t axis = 3; axis < 7; ++axis) put<std::int16_t>(header, 42 + 2 * axis, 1);
    put<std::int16_t>(header, 70, 2);   // unsigned char
    put<std::int16_t>(header, 72, 8);   // bits
    put<float>(header, 108, 352);       // where voxels begin
    put<char>(header, 123, 2);          // millimetres
    put<std::int16_t>(header, 254, 1);  // sform: scanner
    std::memcpy(&header[344], "n+1", 4);
    std::ofstream file(path, std::ios::binary);
    const auto& voxels = std::get<0>(volume.voxels);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    file.write(reinterpret_cast<const char*>(voxels.data()), static_cast<std::streamsize>(voxels.size()));
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

void write_pair(const std::string& name, const std::string& folder) {
    const VolumePair pair = make_pair_named(name);
    write_nifti(pair.reference, folder + "/reference.nii");
    write_nifti(pair.prediction, folder + "/prediction.nii");
}

metrics::MetricChoice choice_named(const std::string& name) {
    if (name == "standard") return metrics::MetricChoice();
    return metrics::MetricChoice({"DSC", "NSD:default", "HD", "HD95:default", "ASSD"});
}

struct Work {
    std::string pair;
    std::string metrics;
    std::size_t threads = 1;
    int rounds = 1;
};

void measure(const Work& work) {
    const VolumePair pair = make_pair_named(work.pair);
    metrics::SegmentationPlan plan;
    plan.threads = {work.threads};
    plan.metrics = choice_named(work.metrics);
    const double input_bytes = 2 * static_cast<double>(pair.reference.geometry.voxel_count());
    Rounds timed(input_bytes);
    double dice = 0;
    double distance = 0;
    for (int round = 0; round < work.rounds; ++round) {
        timed.start();
        const auto labels = metrics::measure_segmentation(pair.reference, pair.prediction, plan);
        timed.stop();
        for (const auto& value : labels.front().values) {
            if (value.metric == "DSC") dice = value.value;
            if (value.metric == "HD") distance = value.value;
        }
    }
    timed.print(dice, distance);
}

}  // namespace
}  // namespace medal::bench

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const bool writes = words.size() == 3 && words[0] == "--write";
    if (!writes && words.size() != 4) {
        std::fputs("metrics_bench_medal PAIR target|standard THREADS ROUNDS | --write PAIR FOLDER\n", stderr);
        return 2;
    }
    try {
        if (writes) {
            medal::bench::write_pair(words[1], words[2]);
        } else {
            medal::bench::measure({words[0], words[1], std::stoul(words[2]), std::stoi(words[3])});
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
