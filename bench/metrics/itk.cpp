// metrics_bench_itk PAIR ROUNDS: ITK 5.2 on a pair in memory, one thread, label by label: overlap measures
// (Dice) and the Hausdorff filter (maximum and average; ITK has no HD95 and no NSD). Prints the same line as
// metrics_bench_medal.
#include "process.h"
#include "volumes.h"

#include <algorithm>
#include <itkBinaryThresholdImageFilter.h>
#include <itkHausdorffDistanceImageFilter.h>
#include <itkImportImageFilter.h>
#include <itkLabelOverlapMeasuresImageFilter.h>
#include <itkMultiThreaderBase.h>

namespace medal::bench {
namespace {

using Image = itk::Image<unsigned char, 3>;

/// The voxels themselves, not a copy.
Image::Pointer view(metrics::LabelVolume& volume) {
    auto importer = itk::ImportImageFilter<unsigned char, 3>::New();
    itk::ImportImageFilter<unsigned char, 3>::SizeType size;
    std::array<double, 3> spacing{};
    for (unsigned axis = 0; axis < 3; ++axis) {
        size[axis] = static_cast<itk::SizeValueType>(volume.geometry.size[axis]);
        spacing[axis] = volume.geometry.spacing_mm[axis];
    }
    importer->SetRegion({{{0, 0, 0}}, size});
    importer->SetSpacing(spacing.data());
    auto& voxels = std::get<0>(volume.voxels);
    importer->SetImportPointer(voxels.data(), voxels.size(), false);
    importer->Update();
    return importer->GetOutput();
}

Image::Pointer only(const Image::Pointer& image, unsigned char label) {
    auto filter = itk::BinaryThresholdImageFilter<Image, Image>::New();
    filter->SetInput(image);
    filter->SetLowerThreshold(label);
    filter->SetUpperThreshold(label);
    filter->SetInsideValue(1);
    filter->Update();
    return filter->GetOutput();
}

double hausdorff(const Image::Pointer& reference, const Image::Pointer& prediction) {
    auto filter = itk::HausdorffDistanceImageFilter<Image, Image>::New();
    filter->SetInput1(reference);
    filter->SetInput2(prediction);
    filter->SetUseImageSpacing(true);
    filter->Update();
    return filter->GetHausdorffDistance();
}

void measure(const std::string& name, int rounds) {
    VolumePair pair = make_pair_named(name);
    const auto& voxels = std::get<0>(pair.reference.voxels);
    const unsigned char labels = *std::max_element(voxels.begin(), voxels.end());
    Rounds timed(2 * static_cast<double>(voxels.size()));
    double dice = 0;
    double distance = 0;
    const Image::Pointer reference = view(pair.reference);
    const Image::Pointer prediction = view(pair.prediction);
    for (int round = 0; round < rounds; ++round) {
        timed.start();
        auto overlap = itk::LabelOverlapMeasuresImageFilter<Image>::New();
        overlap->SetSourceImage(reference);
        overlap->SetTargetImage(prediction);
        overlap->Update();
        dice = overlap->GetDiceCoefficient(1);
        for (unsigned char label = labels; label > 0; --label) {
            distance = hausdorff(only(reference, label), only(prediction, label));
        }
        timed.stop();
    }
    timed.print(dice, distance);
}

}  // namespace
}  // namespace medal::bench

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
    try {
        medal::bench::measure(argv[1], std::stoi(argv[2]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
